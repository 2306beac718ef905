"""Invented chats in the XML layout of SMS Backup & Restore."""

from golden_samples import Samples

_TOP = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"


def _sms(kind: int, who: str, number: str, date: int, body: str) -> str:
    return (
        f'  <sms protocol="0" address="{number}" contact_name="{who}" date="{date}" '
        f'readable_date="Jun 01, 2024 10:00:00" type="{kind}" subject="null" body="{body}" '
        'toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" />\n'
    )


def _mms(box: int, who: str, number: str, date: int, parts: str, addrs: str) -> str:
    return (
        f'  <mms msg_box="{box}" date="{date}" date_sent="{date // 1000}" seen="0" '
        f'readable_date="Jun 01, 2024 10:02:00" address="{number}" contact_name="{who}" '
        'sub="null" read="1" ct_t="application/vnd.wap.multipart.related" text_only="1">\n'
        f"    <parts>\n{parts}    </parts>\n    <addrs>\n{addrs}    </addrs>\n  </mms>\n"
    )


def _text(words: str) -> str:
    return (
        '      <part seq="0" ct="text/plain" name="null" chset="106" cd="null" fn="null" '
        f'cl="&lt;text000007&gt;" cl="text000007.txt" ctt_s="null" text="{words}" ></part>\n'
    )


_FILE = (
    '      <part seq="0" ct="image/jpeg" name="null" chset="null" cd="null" fn="pier.jpg" '
    'cid="null" cl="null" ctt_s="null" ctt_t="null" text="null" data="SlBFRw==" ></part>\n'
)


def _addr(number: str, kind: int) -> str:
    return f'      <addr address="{number}" type="{kind}" charset="106" />\n'


def sms_backup() -> Samples:
    """signalbackup-tools' file with two people and a group; the app's own with an emoji."""
    group = "+10000001~+10000002~+10000003"
    sent = _addr("+10000001", 151) + _addr("+10000002", 137) + _addr("+10000003", 151)
    signal = (
        _TOP
        + '<?xml-stylesheet type="text/xsl" href="sms.xsl"?>\n'
        + '<smses count=4 backup_date="" type="full">\n'
        + _sms(1, "Mirela", "+10000002", 1717236000123, "good &lt;morning&gt;&#10;line 2 &#128077;")
        + _sms(2, "Mirela", "+10000002", 1717236060000, "and to you &amp; yours")
        + _mms(1, "Harbour &amp; Co", group, 1717236120500, _text("we meet at the pier"), sent)
        + _mms(2, "Harbour &amp; Co", group, 1717236180000, _FILE, sent)
        + "</smses>\n"
    )
    app = (
        _TOP
        + '<smses count="2" backup_set="x" backup_date="1717236999000" type="full">\n'
        + _sms(1, "(Unknown)", "+10000009", 1717236000000, "fish &#55357;&#56350; today")
        + _sms(3, "(Unknown)", "+10000009", 1717236000500, "never sent")
        + "</smses>"
    )
    return {"signal.xml": signal.encode(), "sms.xml": app.encode()}
