"""What many customers' histories say together: small tables of counts that add up, and what follows from the total."""

from maturity.trends.advised import Advice, Done, advice_in
from maturity.trends.tally import Tally
from maturity.trends.total import NO_TRENDS, Trends, count_trends, total_trends, trends_from_json, trends_to_json

__all__ = [
    "NO_TRENDS",
    "Advice",
    "Done",
    "Tally",
    "Trends",
    "advice_in",
    "count_trends",
    "total_trends",
    "trends_from_json",
    "trends_to_json",
]
