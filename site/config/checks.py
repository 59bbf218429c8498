"""What `check --deploy` says before the portal is opened: which services are still embedded."""

from django.conf import settings
from django.core.checks import Tags, Warning, register

from config import env

EMBEDDED = {
    "DATABASE_URL": "cơ sở dữ liệu đang là SQLite; hãy dùng postgres://… cho vận hành thật",
    "CACHE_URL": "bộ nhớ đệm đang nằm riêng trong từng tiến trình; hãy dùng redis://…",
    "STORAGE_URL": "tệp đang nằm trên đĩa máy này; hãy dùng s3://… hoặc file:///ổ-đĩa-chung",
    "EMAIL_URL": "thư chỉ vào hộp thư thử nghiệm; hãy dùng smtp://…",
    "SMS_URL": "tin nhắn chỉ vào hộp thư thử nghiệm; hãy đặt địa chỉ cổng tin nhắn",
    "SECRET_KEY": "khóa bí mật do máy này tự sinh; hãy đặt SECRET_KEY hoặc SECRET_KEY_FILE",
}


@register(Tags.security, deploy=True)
def embedded_services(app_configs, **kwargs):
    return [
        Warning(f"{name}: {hint}.", id=f"portal.W{number:03}")
        for number, (name, hint) in enumerate(EMBEDDED.items(), start=1)
        if not env.text(name)
    ]


@register(Tags.security, deploy=True)
def demo_is_off(app_configs, **kwargs):
    if not settings.DEMO:
        return []
    return [Warning("DEMO đang bật: tài khoản mẫu ai cũng biết mật khẩu.", id="portal.W010")]
