"""The screens, one file each: every module here with a ``SCREEN`` is one."""
