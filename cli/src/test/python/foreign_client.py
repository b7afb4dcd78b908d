"""Draws over Kafka as a program that knows Inkflow only by its schemas.

Usage: foreign_client.py BOOTSTRAP_SERVERS SCHEMA_DIR

Joins a session, sets a prompt, adds a yellow disc on blue, moves it 60 times at 30 Hz and stops. Says
what it saw, and exits 1 with a sentence where that is not what the schemas promise.
"""

import io
import sys
import time
import uuid
from pathlib import Path

import fastavro
from confluent_kafka import Consumer, Producer, TopicPartition
from PIL import Image

SIZE = 128
MOVES = 60
START, END = (0.25, 0.3), (0.75, 0.7)
RADIUS = 0.16
YELLOW, BLUE = -0x1900, -0xDFAF40  # 0xFFFFE700 and 0xFF2050C0 as signed ints
MARKER = b"\xc3\x01"


class Codec:
    """Avro single-object encoding: marker, little-endian CRC-64-AVRO fingerprint, body."""

    def __init__(self, schemas, name):
        self.schema = fastavro.schema.load_schema(schemas / f"{name}.avsc")
        canonical = fastavro.schema.to_parsing_canonical_form(self.schema)
        self.header = MARKER + bytes.fromhex(fastavro.schema.fingerprint(canonical, "CRC-64-AVRO"))

    def encode(self, record):
        out = io.BytesIO(self.header)
        out.seek(len(self.header))
        fastavro.schemaless_writer(out, self.schema, record)
        return out.getvalue()

    def decode(self, data):
        check(data.startswith(self.header), "a frame is in the schema's single-object encoding")
        return fastavro.schemaless_reader(io.BytesIO(data[len(self.header) :]), self.schema)


class Pen:
    """One client of one session."""

    def __init__(self, bootstrap, codec, session):
        self.codec, self.session = codec, session
        self.client, self.seq, self.offset = "python", 0, -1
        # Java's partitioner, so that a session stays in one partition whoever writes to it.
        self.producer = Producer(
            {"bootstrap.servers": bootstrap, "linger.ms": 0, "partitioner": "murmur2_random"}
        )

    def send(self, name, **fields):
        self.seq += 1
        event = {
            "sessionId": self.session,
            "clientId": self.client,
            "clientSeq": self.seq,
            "sentAt": int(time.time() * 1e6),
            "event": (f"inkflow.{name}", fields),
        }
        self.producer.produce(
            "sketch-events", self.codec.encode(event), self.session, on_delivery=self.delivered
        )
        self.producer.poll(0)

    def delivered(self, error, message):
        check(error is None, f"the broker takes the event ({error})")
        self.offset = max(self.offset, message.offset())


class Frames:
    """What comes back for the session, as a viewer would see it."""

    def __init__(self, bootstrap, codec, session):
        self.codec, self.session, self.seen = codec, session, []
        self.consumer = Consumer(
            {"bootstrap.servers": bootstrap, "group.id": session, "enable.auto.commit": False}
        )
        topic = self.consumer.list_topics("generated-frames", 10).topics["generated-frames"]
        self.consumer.assign(
            [TopicPartition("generated-frames", p, self.end_of(p)) for p in topic.partitions]
        )

    def end_of(self, partition):
        return self.consumer.get_watermark_offsets(TopicPartition("generated-frames", partition))[1]

    def poll(self, seconds):
        message = self.consumer.poll(seconds)
        if message is None or message.error() or message.key() != self.session.encode():
            return None
        frame = self.codec.decode(message.value())
        # Delivered at least once: a number seen before is the same picture again.
        if self.seen and frame["frameNumber"] <= self.seen[-1]["frameNumber"]:
            return None
        self.seen.append(frame)
        return frame

    def until(self, wanted, seconds, what):
        end = time.time() + seconds
        while time.time() < end:
            frame = self.poll(0.1)
            if frame and wanted(frame):
                return frame
        check(False, f"{what} within {seconds} s; {len(self.seen)} frames came")


def check(holds, what):
    if not holds:
        print(f"FAIL: expected that {what}")
        sys.exit(1)


def picture(frame):
    image = Image.open(io.BytesIO(frame["bytes"]))
    image.load()
    asked = (SIZE, SIZE)
    check(image.size == asked, f"the picture has {asked} pixels, not {image.size}")
    check((frame["width"], frame["height"]) == asked, f"the frame says {asked}")
    check(frame["contentType"] == f"image/{image.format.lower()}", "contentType names its format")
    return image.convert("RGB")


def yellowness(image, place):
    """How much more red and green than blue there is around a place of the canvas."""
    x, y, r = int(place[0] * SIZE), int(place[1] * SIZE), int(RADIUS * SIZE / 2)
    red, green, blue = image.crop((x - r, y - r, x + r, y + r)).resize((1, 1), Image.BOX).getpixel((0, 0))
    return (red + green) / 2 - blue


def disc(pen):
    corners = [
        {"x": START[0] - RADIUS, "y": START[1] - RADIUS},
        {"x": START[0] + RADIUS, "y": START[1] + RADIUS},
    ]
    shape = {"kind": "ELLIPSE", "fill": YELLOW, "points": corners}
    pen.send("ObjectAdded", objectId="sun", object=("inkflow.Shape", shape))


def move(pen, share):
    dx, dy = ((END[i] - START[i]) * share for i in (0, 1))
    pen.send("ObjectChanged", objectId="sun", transform=[1.0, 0.0, dx, 0.0, 1.0, dy])


def main(bootstrap, schemas):
    session = f"foreign-{uuid.uuid4()}"
    frames = Frames(bootstrap, Codec(schemas, "inkflow.GeneratedFrame"), session)
    pen = Pen(bootstrap, Codec(schemas, "inkflow.SketchEvent"), session)

    began = time.time()
    pen.send("Join", role="EDITOR", displayName="a Python program")
    pen.send("SettingsChanged", prompt="the sun over the sea", width=SIZE, height=SIZE, seed=7, strength=0.5)
    pen.send("Cleared", background=BLUE)
    disc(pen)
    frames.until(lambda f: f["clientSeqs"].get("python") == pen.seq, 20, "a frame of the first disc comes")
    print(f"first picture of the disc after {time.time() - began:.2f} s")

    next_at = time.time()
    for i in range(1, MOVES + 1):
        move(pen, i / MOVES)
        next_at += 1 / 30
        while time.time() < next_at:
            frames.poll(max(0.0, min(0.005, next_at - time.time())))
    check(pen.producer.flush(10) == 0, "all events are acknowledged")
    stopped = time.time()
    last = frames.until(
        lambda f: f["canvasOffset"] == pen.offset, 20, f"a frame of offset {pen.offset} comes"
    ) if frames.seen[-1]["canvasOffset"] != pen.offset else frames.seen[-1]
    print(f"{len(frames.seen)} frames; the last {time.time() - stopped:.2f} s after the last move")

    check(last["clientSeqs"] == {"python": pen.seq}, f"clientSeqs names {pen.seq}: {last['clientSeqs']}")
    check(last["prompt"] == "the sun over the sea", "the frame carries the prompt")
    offsets = [f["canvasOffset"] for f in frames.seen]
    check(offsets == sorted(offsets), "offsets never fall")
    check(len(frames.seen) >= 3, "pictures come while the disc moves")
    images = [picture(f) for f in frames.seen]
    there, left = yellowness(images[-1], END), yellowness(images[-1], START)
    print(f"yellowness where the disc went {there:.0f}, where it was {left:.0f}")
    check(there > left + 30, "the disc's colour is where the disc went")

    end = time.time() + 3
    while time.time() < end:
        check(frames.poll(0.1) is None, "no frame comes for an unchanged canvas")
    print("ok")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
