"""``python -m hongtou`` is ``hongtou``."""

from hongtou.commands import main

main()
