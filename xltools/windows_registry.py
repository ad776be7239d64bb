"""The Windows registry behind a small door, and its empty stand-in on systems that have none."""

import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

RegistryValue = str | int | bytes


class Registry(Protocol):
    r"""The Windows registry; a key is written ``HKCU\Software\…`` or ``HKLM\…``."""

    def values(self, key: str) -> Mapping[str, RegistryValue] | None:
        """The values of a key by name, None where there is no key; OSError where it may not be read."""
        ...

    def keys(self, key: str) -> Sequence[str]:
        """The names of the keys under a key; none where there is no key."""
        ...

    def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
        """Set values of a key, which is made if need be; OSError where that is not allowed."""
        ...

    def delete(self, key: str) -> None:
        """Delete a key that has no keys under it, with its values."""
        ...


class NoRegistry:
    """The registry of a system that has none: empty, and it cannot be written."""

    def values(self, _key: str) -> Mapping[str, RegistryValue] | None:
        """None."""
        return None

    def keys(self, _key: str) -> Sequence[str]:
        """Nothing."""
        return ()

    def write(self, key: str, _values: Mapping[str, RegistryValue]) -> None:
        """Refuse."""
        raise OSError(f"no registry to write {key} to")

    def delete(self, key: str) -> None:
        """Refuse."""
        raise OSError(f"no registry to delete {key} from")


if sys.platform == "win32":  # pragma: no cover - Windows only
    import winreg

    class WindowsRegistry:
        """The registry of this machine, as 64-bit programs see it."""

        def _open(self, key: str, access: int) -> winreg.HKEYType:
            hive, _, path = key.partition("\\")
            root = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive]
            return winreg.OpenKeyEx(root, path, 0, access | winreg.KEY_WOW64_64KEY)

        def values(self, key: str) -> Mapping[str, RegistryValue] | None:
            """See Registry."""
            try:
                with self._open(key, winreg.KEY_READ) as opened:
                    found = [winreg.EnumValue(opened, number) for number in range(self._count(opened)[1])]
                    return {name: value for name, value, _ in found}
            except FileNotFoundError:
                return None

        def keys(self, key: str) -> Sequence[str]:
            """See Registry."""
            try:
                with self._open(key, winreg.KEY_READ) as opened:
                    return [winreg.EnumKey(opened, number) for number in range(self._count(opened)[0])]
            except FileNotFoundError:
                return ()

        def write(self, key: str, values: Mapping[str, RegistryValue]) -> None:
            """See Registry."""
            kinds = {str: winreg.REG_SZ, int: winreg.REG_DWORD, bytes: winreg.REG_BINARY}
            hive, _, path = key.partition("\\")
            root = {"HKCU": winreg.HKEY_CURRENT_USER}[hive]  # nothing is ever written for other users
            with winreg.CreateKeyEx(root, path, 0, winreg.KEY_WRITE | winreg.KEY_WOW64_64KEY) as opened:
                for name, value in values.items():
                    winreg.SetValueEx(opened, name, 0, kinds[type(value)], value)

        def delete(self, key: str) -> None:
            """See Registry."""
            parent, _, name = key.rpartition("\\")
            with self._open(parent, winreg.KEY_WRITE) as opened:
                winreg.DeleteKey(opened, name)

        @staticmethod
        def _count(opened: winreg.HKEYType) -> tuple[int, int]:
            keys, values, _ = winreg.QueryInfoKey(opened)
            return keys, values
else:
    WindowsRegistry = NoRegistry
