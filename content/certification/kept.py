"""Rows that are added once and stay: what was certified, and exactly how it looked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from content.certification.refusals import CertificateKept


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that are read and added. The database refuses more as well; see the migrations."""

    def _refuse(self, *_values: Any, **_named: Any) -> NoReturn:
        raise CertificateKept("Certificates and their renderings are never changed or deleted.")

    bulk_update = update_or_create = delete = _refuse

    def update(self, **values: Any) -> int:
        """Change what a model lets change; raise CertificateKept for anything else."""
        if not values.keys() <= self.model.changing:
            self._refuse()
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> list[Any]:
        """Add rows; raise CertificateKept when asked to overwrite those that are there."""
        if options.get("update_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *args, **options)


class Kept(models.Model):
    """A row that is added once and stays; services may change the fields named in `changing` by `update`."""

    changing: frozenset[str] = frozenset()

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        """Add a new row; raise CertificateKept for one that is there."""
        if not self._state.adding:
            raise CertificateKept("Certificates and their renderings are never changed.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise CertificateKept("Certificates and their renderings are never deleted.")
