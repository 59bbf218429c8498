"""Web server settings; every value can be overridden by GUNICORN_CMD_ARGS."""

import os

pythonpath = "site"
wsgi_app = "config.wsgi"
# Without a platform's PORT the embedded default answers to this machine only.
bind = f"{'0.0.0.0' if 'PORT' in os.environ else '127.0.0.1'}:{os.environ.get('PORT', '8000')}"  # noqa: S104
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 30
preload_app = True
accesslog = "-" if os.environ.get("ACCESS_LOG") else None
control_socket_disable = True
