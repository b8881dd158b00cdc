"""The warm process of the engine, with a thread that runs before the fork: it must not be used."""

import json
import sys
import threading

from maturity.engine.helper import main

if __name__ == "__main__":
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], *json.loads(sys.argv[4]))
