"""How customers compare with others, without revealing any of them."""

from maturity.peers.compared import fitting, nearest
from maturity.peers.counted import PeerCounts, count_peers, total_peers
from maturity.peers.naming import FACET_NAMES, group_name
from maturity.peers.outside import OutsideFigure, by_survey, outside_digest, outside_figures
from maturity.peers.published import Cell, PeerTable, Share, cohort, peers_from_json, peers_to_json, publish

__all__ = [
    "FACET_NAMES",
    "Cell",
    "OutsideFigure",
    "PeerCounts",
    "PeerTable",
    "Share",
    "by_survey",
    "cohort",
    "count_peers",
    "fitting",
    "group_name",
    "nearest",
    "outside_digest",
    "outside_figures",
    "peers_from_json",
    "peers_to_json",
    "publish",
    "total_peers",
]
