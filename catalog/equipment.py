"""Whether the desks have what the norm asks for: devices in use against the number for the level."""

from collections import Counter
from dataclasses import dataclass

from catalog.models import Agency, Device, DeviceNorm


@dataclass(frozen=True)
class Kit:
    """One kind of device at one office: how many are in use, how many the norm asks for."""

    kind: str
    there: int
    minimum: int

    @property
    def label(self) -> str:
        return Device.Kind(self.kind).label

    @property
    def missing(self) -> int:
        return max(0, self.minimum - self.there)


def against_norm(agencies) -> list[tuple[Agency, list[Kit]]]:
    """For every office its kinds that the norm names, in three queries however many offices there are."""
    norms: dict[str, list[DeviceNorm]] = {}
    for norm in DeviceNorm.objects.all():
        norms.setdefault(norm.level, []).append(norm)
    offices = list(agencies)
    there = Counter(
        Device.objects.filter(agency__in=offices, state=Device.State.IN_USE)
        .order_by()
        .values_list("agency", "kind")
    )
    return [
        (
            office,
            [
                Kit(norm.kind, there[office.pk, norm.kind], norm.minimum)
                for norm in norms.get(office.level, ())
            ],
        )
        for office in offices
    ]
