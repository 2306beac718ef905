"""pandas.read_json: the whole export, a column of dictionaries."""

import sys

import pandas as pd

print(len(pd.read_json(sys.argv[1])))
