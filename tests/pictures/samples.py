"""Pictures as cameras and programs write them, with things in them that nobody should learn."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

SECRETS = (b"SN-0815", b"LENS-4711", b"48.8583", b"Rue Secrete", b"Owner Person", b"MAKERNOTE", b"Hidden caption")
"""None of these may be in what is published."""

CREDITS = (b"Photo: A. Name", b"The Society")
"""All of these must be."""

LICENCE = b"https://creativecommons.org/licenses/by/4.0/"

ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 exif:GPSLatitude="48.8583N" aux:SerialNumber="SN-0815" aux:LensSerialNumber="LENS-4711" photoshop:City="Rue Secrete"
 photoshop:Credit="The Society" xmpRights:WebStatement="{LICENCE.decode()}">
<dc:creator><rdf:Seq><rdf:li>Photo: A. Name</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Hidden caption</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def pixels(size: tuple[int, int] = (48, 24), mode: str = "RGB") -> Image.Image:
    """A picture that has a left and a right, an above and a below."""
    made = Image.new("RGB", size)
    for x in range(size[0]):
        for y in range(size[1]):
            made.putpixel((x, y), (x * 255 // size[0], y * 255 // size[1], 128))
    return made.convert(mode)


def exif(*, orientation: int = 6) -> bytes:
    """What a camera writes: where it was, whose it is, its serial numbers, and notes of its maker."""
    made = Image.Exif()
    made[0x0112], made[0x013B], made[0x8298] = orientation, "Photo: A. Name", "The Society"
    made[0x010E], made[0xC62F] = "Hidden caption", "SN-0815"
    inner = made.get_ifd(0x8769)
    inner[0xA431], inner[0xA435], inner[0xA430], inner[0x927C] = "SN-0815", "LENS-4711", "Owner Person", b"MAKERNOTE"
    where = made.get_ifd(0x8825)
    where[1], where[2], where[29] = "N", (48.0, 51.0, 30.0), "48.8583"
    return made.tobytes()


def iptc() -> bytes:
    """Photoshop's image resources: credit and place, and a thumbnail."""
    said = {80: b"Photo: A. Name", 110: b"The Society", 90: b"Rue Secrete", 120: b"Hidden caption"}
    body = b"".join(b"\x1c\x02" + bytes([key]) + struct.pack(">H", len(value)) + value for key, value in said.items())
    body += b"\0" * (len(body) % 2)
    thumbnail = b"8BIM\x04\x0c\0\0" + struct.pack(">I", 8) + b"MAKERNOT"
    return b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(body)) + body + thumbnail


def jpeg(*, orientation: int = 6, progressive: bool = False) -> bytes:
    out = BytesIO()
    pixels().save(
        out, "JPEG", exif=exif(orientation=orientation), icc_profile=ICC, comment=b"SN-0815", progressive=progressive
    )
    data = out.getvalue()
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + XMP
    extra = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload
        for marker, payload in [(0xE1, xmp), (0xED, iptc()), (0xE5, b"SN-0815"), (0xEB, b"JP Rue Secrete")]
    )
    return data[:2] + extra + data[2:] + b"Trailing MAKERNOTE 48.8583"


def png(*, orientation: int = 6, mode: str = "RGB") -> bytes:
    out = BytesIO()
    words = PngInfo()
    words.add_text("Author", "Photo: A. Name")
    words.add_text("Copyright", "The Society")
    words.add_text("Source", "SN-0815")
    words.add_text("Comment", "Rue Secrete", zip=True)
    words.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    words.add_text("Raw profile type exif", exif().hex())
    pixels(mode=mode).save(out, "PNG", exif=exif(orientation=orientation), icc_profile=ICC, pnginfo=words)
    return out.getvalue() + b"Trailing MAKERNOTE"


def webp(*, orientation: int = 6, lossless: bool = False) -> bytes:
    out = BytesIO()
    pixels().save(out, "WEBP", exif=exif(orientation=orientation), icc_profile=ICC, xmp=XMP, lossless=lossless)
    data = out.getvalue() + b"JUNK" + struct.pack("<I", 8) + b"SN-0815 "
    return b"RIFF" + struct.pack("<I", len(data) - 8) + data[8:]


def moving(form: str) -> bytes:
    out = BytesIO()
    frames = [pixels(), pixels().rotate(180), pixels(mode="L").convert("RGB")]
    extra = {"xmp": XMP, "exif": exif()} if form == "WEBP" else {"comment": b"SN-0815"} if form == "GIF" else {}
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=100, loop=0, **extra)
    return out.getvalue()


def avif() -> bytes:
    out = BytesIO()
    pixels().save(out, "AVIF", exif=exif(), icc_profile=ICC, xmp=XMP)
    return out.getvalue()


def unpacked(data: bytes) -> bytes:
    """A file with whatever PNG packs into its texts laid open, so that nothing hides."""
    found = [data]
    for start in range(len(data)):
        if data[start] == 0x78 and data[start + 1 : start + 2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
            unpacking = zlib.decompressobj()
            try:
                found.append(unpacking.decompress(data[start:], 1 << 20))
            except zlib.error:
                continue
    return b"\n".join(found)
