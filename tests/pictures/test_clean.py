"""What a picture tells of its maker's camera and whereabouts stays behind; its pixels, colours and credit do not."""

import random
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from generator.pictures.clean import is_picture, taken
from tests.pictures import samples
from tests.pictures.samples import CREDITS, ICC, LICENCE, SECRETS, unpacked

SAMPLES = {
    "jpeg": samples.jpeg(),
    "progressive": samples.jpeg(progressive=True),
    "png": samples.png(),
    "transparent": samples.png(mode="RGBA"),
    "webp": samples.webp(),
    "lossless": samples.webp(lossless=True),
    "moving webp": samples.moving("WEBP"),
    "moving png": samples.moving("PNG"),
    "gif": samples.moving("GIF"),
    "avif": samples.avif(),
}
CREDITED = ("jpeg", "progressive", "png", "transparent", "webp", "lossless")


def shown(data: bytes) -> list[bytes]:
    """The pixels of every frame, as they lie in the file."""
    frames = []
    with Image.open(BytesIO(data)) as picture:
        for number in range(getattr(picture, "n_frames", 1)):
            picture.seek(number)
            frames.append(picture.convert("RGBA").tobytes())
    return frames


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_secret_is_left(name):
    said = unpacked(SAMPLES[name])
    assert name == "moving png" or any(secret in said for secret in SECRETS)
    left = unpacked(taken(SAMPLES[name]).data)
    assert [secret for secret in SECRETS if secret in left] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_picture_is_the_same(name):
    clean = taken(SAMPLES[name])
    assert clean.flaw == ""
    assert shown(clean.data) == shown(SAMPLES[name])


@pytest.mark.parametrize("name", CREDITED)
def test_credit_and_licence_stay(name):
    clean = taken(SAMPLES[name])
    left = unpacked(clean.data)
    assert [credit for credit in (*CREDITS, LICENCE) if credit not in left] == []
    assert {line.name for line in clean.credit} >= {"dc:creator", "photoshop:Credit", "xmpRights:WebStatement"}


def test_the_credit_of_iptc_alone_stays_readable():
    with Image.open(BytesIO(taken(SAMPLES["jpeg"]).data)) as picture:
        from PIL import IptcImagePlugin

        said = IptcImagePlugin.getiptcinfo(picture)
    assert said == {(2, 80): b"Photo: A. Name", (2, 110): b"The Society"}


@pytest.mark.parametrize("name", [*CREDITED, "avif"])
def test_colours_and_orientation_are_kept(name):
    with Image.open(BytesIO(SAMPLES[name])) as before, Image.open(BytesIO(taken(SAMPLES[name]).data)) as after:
        assert after.info["icc_profile"] == ICC
        assert after.size == before.size
        if name != "avif":
            assert after.getexif()[0x0112] == 6
            assert set(after.getexif()) <= {0x0112, 0x013B, 0x8298}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("make", [samples.jpeg, samples.png, samples.webp])
def test_each_orientation_is_kept(make, orientation):
    clean = taken(make(orientation=orientation))
    assert clean.exif.orientation == orientation
    with Image.open(BytesIO(clean.data)) as after:
        assert after.getexif().get(0x0112, 1) == orientation


@pytest.mark.parametrize("name", SAMPLES)
def test_twice_is_once(name):
    once = taken(SAMPLES[name])
    assert taken(once.data) == (once if name != "avif" else taken(once.data))
    assert taken(once.data).data == once.data


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_that_is_cut_short_is_told_and_says_nothing_more(name):
    whole = SAMPLES[name].removesuffix(b"Trailing MAKERNOTE 48.8583").removesuffix(b"Trailing MAKERNOTE")
    cut = whole[: len(whole) // 2]
    clean = taken(cut)
    assert clean.flaw
    assert [secret for secret in SECRETS if secret in unpacked(clean.data)] == []


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b"", False),
        (b"# words", False),
        (b"<svg/>", False),
        (b"%PDF-1.7", False),
        (b"\xff\xd8\xff", True),
        (b"\x89PNG\r\n\x1a\n", True),
        (b"GIF89a", True),
        (b"RIFF\0\0\0\0WEBP", True),
        (b"\0\0\0\x20ftypavif", True),
        (b"\0\0\0\x20ftypheic", True),
        (b"\0\0\0\x20ftypisom", False),
    ],
)
def test_a_file_is_known_by_its_bytes(data, known):
    assert is_picture(data) is known
    clean = taken(data)
    assert bool(clean.flaw) is known
    assert known or clean.data == data


def test_an_entity_in_a_packet_is_not_unfolded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + samples.XMP.replace(b"The Society", b"&a;&a;")
    clean = taken(samples.jpeg().replace(samples.XMP, bomb[: len(samples.XMP)].ljust(len(samples.XMP))))
    assert clean.found.xmp == ()


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(sorted(SAMPLES)), seed=st.integers(0, 2**32), hits=st.integers(1, 40))
def test_whatever_is_done_to_a_file_it_is_read_or_told(name, seed, hits):
    chance = random.Random(seed)
    data = bytearray(SAMPLES[name])
    for _ in range(hits):
        at = chance.randrange(16, len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            data[at : at + 4] = chance.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0"])
        elif kind == 2:
            del data[at : at + chance.randrange(1, 64)]
        else:
            data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(64)]
    clean = taken(bytes(data))
    assert isinstance(clean.credit, tuple)
    assert clean.flaw or clean.data
