"""A target of the settings to the host that serves it."""

import os
from collections.abc import Sequence

from generator.build.start import PRECIOUS
from generator.deploy.host import Host
from generator.deploy.hosts.folder import Folder
from generator.deploy.hosts.linked import Linked, can_be_linked
from generator.engine.files import Files
from generator.errors import Fault, Usage
from generator.settings import Target

GITS_BRANCH = "gh-pages"


def open_host(target: Target, *, project: str, output: str, work: str, files: Files) -> Host:
    """The host of a target; `work` is a folder of its own on this side. Raises Usage where the target cannot be."""
    option = {key: str(value) for key, value in target.options.items()}
    match target.kind:
        case "folder":
            folder = _folder(option["path"], project, output, name=target.name)
            return Linked(folder, files=files) if can_be_linked(folder) else Folder(folder, files=files)
        case "rsync":
            return _rsync(option, work=work, files=files)
        case "git":
            from generator.deploy.hosts.git import Git

            return Git(
                remote=option.get("remote", "origin"),
                branch=option.get("branch", GITS_BRANCH),
                cname=option.get("cname", ""),
                project=project,
                work=work,
                files=files,
            )
        case _:
            from generator.deploy.hosts.cloud import open_cloud

            return open_cloud(target, files=files)


def _rsync(option: dict[str, str], *, work: str, files: Files) -> Host:
    from generator.deploy.hosts.remote import Remote
    from generator.deploy.hosts.rsync import Rsync
    from generator.deploy.hosts.rsync_linked import PROBE, RsyncLinked

    path = option["path"].rstrip("/") or "/"
    remote = Remote(
        host=option["host"], user=option.get("user", ""), port=int(option.get("port", 0)), work=work, files=files
    )
    try:
        words = remote.run(PROBE, path).out.decode(errors="replace").split(None, 2)
        answer = words[1] if words[:1] == ["byline"] else ""
        if answer == "file":
            raise Fault(f"{remote.host}:{path} is a file, not a folder")
        own = f"{os.path.basename(path)}.releases/"
        if answer == "nothing" or (answer == "link" and words[2:] and words[2].startswith(own)):
            return RsyncLinked(remote, path, work=work)
        return Rsync(remote, path, shell=bool(answer))
    except BaseException:
        remote.close()
        raise


def _folder(path: str, project: str, output: str, *, name: str) -> str:
    """A target's folder, absolute; raises Usage where files of the project lie."""
    folder = os.path.abspath(os.path.join(project, os.path.expanduser(path))).rstrip("/") or "/"
    real = os.path.join(os.path.realpath(os.path.dirname(folder)), os.path.basename(folder))
    root = os.path.realpath(project)
    holding: Sequence[str] = (root, os.path.realpath(os.path.expanduser("~")))
    kept = [os.path.realpath(output), *(os.path.join(root, own) for own in PRECIOUS)]
    amiss = [other for other in holding if _is_within(other, real)]
    amiss += [other for other in kept if _is_within(other, real) or _is_within(real, other)]
    if amiss:
        raise Usage(f"deploy.{name} cannot be {folder}: {amiss[0]} is kept there")
    if os.path.isfile(folder):
        raise Usage(f"deploy.{name} cannot be {folder}: it is a file")
    return real


def _is_within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")
