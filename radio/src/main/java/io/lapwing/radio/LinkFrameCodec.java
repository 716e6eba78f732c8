package io.lapwing.radio;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.radio.LinkFrame.Acknowledgement;
import io.lapwing.radio.LinkFrame.Data;
import io.lapwing.radio.LinkFrame.Receipt;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/// Frames as octets. Each frame has one form, so that what was read writes itself again.
final class LinkFrameCodec {
    /// Octets of an acknowledgement aside.
    static final int ASIDE_BYTES = 5;

    /// Octets of an acknowledgement to the receiver.
    static final int DIRECT_BYTES = 3;

    private static final int CHECK_BYTES = 4;

    /// The two highest bits of the first octet.
    private static final int VERSION = 0x40;

    private static final int VERSION_MASK = 0xc0;
    private static final int KIND_MASK = 0x30;
    private static final int WHOLE_MESSAGE = 0x00;
    private static final int FRAGMENT = 0x10;
    private static final int SPREAD = 0x20;
    private static final int ACKNOWLEDGEMENT = 0x30;
    private static final int DIRECT = 0x01;
    private static final int ASIDE = 0x02;
    private static final int BUNDLE = 0x04;
    private static final int WHOLE = 0x01;
    private static final int FLAGS_MASK = 0x0f;

    private LinkFrameCodec() {}

    static Bytes octets(LinkFrame frame) {
        ByteBuffer out = ByteBuffer.allocate(Modulation.MAX_FRAME_BYTES + 2 * CHECK_BYTES);
        switch (frame) {
            case Data data -> write(data, out);
            case Acknowledgement acknowledgement -> write(acknowledgement, out);
        }
        out.putInt(check(out.array(), out.position()));
        if (out.position() > Modulation.MAX_FRAME_BYTES) {
            throw Fault.badInput(
                    "frame of %d octets: want at most %d"
                            .formatted(out.position(), Modulation.MAX_FRAME_BYTES));
        }
        return Bytes.of(Arrays.copyOf(out.array(), out.position()));
    }

    private static void write(Data data, ByteBuffer out) {
        int flags =
                (data.direct().isPresent() ? DIRECT : 0)
                        | (data.aside().isPresent() ? ASIDE : 0)
                        | (data.bundle() ? BUNDLE : 0);
        writeHead(kind(data) | flags, data.from(), data.to(), out);
        writeMessage(data.session(), data.number(), out);
        if (data.to().isEveryone()) {
            out.put((byte) data.index()).put((byte) data.count());
        } else if (data.count() > 1) {
            out.put((byte) ((data.index() << 4) | (data.count() - 1)));
        }
        data.direct().ifPresent(receipt -> writeMessage(receipt.session(), receipt.number(), out));
        data.aside()
                .ifPresent(receipt -> {
                    out.putShort((short) receipt.sender().value());
                    writeMessage(receipt.session(), receipt.number(), out);
                });
        out.put(data.payload().toArray());
    }

    private static int kind(Data data) {
        return data.to().isEveryone() ? SPREAD : data.count() > 1 ? FRAGMENT : WHOLE_MESSAGE;
    }

    private static void write(Acknowledgement acknowledgement, ByteBuffer out) {
        int flags = acknowledgement.whole() ? WHOLE : 0;
        writeHead(ACKNOWLEDGEMENT | flags, acknowledgement.from(), acknowledgement.to(), out);
        writeMessage(acknowledgement.session(), acknowledgement.number(), out);
        out.put(acknowledgement.have().toArray());
    }

    private static void writeHead(int first, NodeAddress from, NodeAddress to, ByteBuffer out) {
        out.put((byte) (VERSION | first));
        out.putShort((short) from.value()).putShort((short) to.value());
    }

    private static void writeMessage(int session, int number, ByteBuffer out) {
        out.putShort((short) session).put((byte) number);
    }

    /// Whether length and check are those of a frame; else it is noise.
    static boolean isIntact(Bytes octets) {
        ByteBuffer in = ByteBuffer.wrap(octets.toArray());
        int end = in.limit() - CHECK_BYTES;
        return end >= 0
                && in.limit() <= Modulation.MAX_FRAME_BYTES
                && in.getInt(end) == check(in.array(), end);
    }

    static LinkFrame parse(Bytes octets) {
        if (!isIntact(octets)) {
            throw Fault.badInput(
                    "frame of %d octets with a wrong check: noise".formatted(octets.length()));
        }
        ByteBuffer in = ByteBuffer.wrap(octets.toArray());
        in.limit(in.limit() - CHECK_BYTES);
        try {
            return read(in);
        } catch (BufferUnderflowException e) {
            throw new Fault(Fault.Kind.BAD_INPUT, "frame ends within its header", e);
        }
    }

    private static LinkFrame read(ByteBuffer in) {
        int first = in.get();
        require((first & VERSION_MASK) == VERSION, "version of the frame");
        NodeAddress from = new NodeAddress(in.getShort() & 0xffff);
        NodeAddress to = new NodeAddress(in.getShort() & 0xffff);
        require(!from.isEveryone(), "sender of the frame");
        int kind = first & KIND_MASK;
        require(to.isEveryone() == (kind == SPREAD), "receiver of the frame");
        int session = in.getShort() & 0xffff;
        int number = in.get() & 0xff;
        int flags = first & FLAGS_MASK;
        return kind == ACKNOWLEDGEMENT
                ? readAcknowledgement(from, to, session, number, flags, in)
                : readData(from, to, session, number, kind | flags, in);
    }

    private static LinkFrame readAcknowledgement(
            NodeAddress from, NodeAddress to, int session, int number, int flags, ByteBuffer in) {
        require((flags & ~WHOLE) == 0, "flags of the acknowledgement");
        boolean whole = flags == WHOLE;
        Bytes have = rest(in);
        boolean fits = whole ? have.length() == 0 : have.length() == 1 || have.length() == 2;
        require(fits, "bitmap of the acknowledgement");
        return new Acknowledgement(from, to, session, number, whole, have);
    }

    private static LinkFrame readData(
            NodeAddress from, NodeAddress to, int session, int number, int first, ByteBuffer in) {
        int kind = first & KIND_MASK;
        require((first & ~(KIND_MASK | DIRECT | ASIDE | BUNDLE)) == 0, "flags of the frame");
        int index = 0;
        int count = 1;
        if (kind == SPREAD) {
            require(in.remaining() > 2, "fragment without octets");
            require((first & FLAGS_MASK) == 0, "flags of a frame for all");
            index = in.get() & 0xff;
            count = in.get() & 0xff;
            require(count >= 1 && count <= Fragments.MAX_COUNT, "number of fragments");
            require(index < count + Fragments.MAX_PARITY, "fragment's index");
        } else if (kind == FRAGMENT) {
            int place = in.get() & 0xff;
            index = place >> 4;
            count = (place & 0x0f) + 1;
            require(count > 1 && index < count, "fragment's index");
        }
        Optional<Receipt> direct =
                (first & DIRECT) == 0 ? Optional.empty() : Optional.of(readReceipt(to, in));
        Optional<Receipt> aside = Optional.empty();
        if ((first & ASIDE) != 0) {
            NodeAddress sender = new NodeAddress(in.getShort() & 0xffff);
            require(!sender.isEveryone(), "sender acknowledged aside");
            aside = Optional.of(readReceipt(sender, in));
        }
        boolean bundle = (first & BUNDLE) != 0;
        return new Data(from, to, session, number, bundle, index, count, direct, aside, rest(in));
    }

    private static Receipt readReceipt(NodeAddress sender, ByteBuffer in) {
        return new Receipt(sender, in.getShort() & 0xffff, in.get() & 0xff);
    }

    private static Bytes rest(ByteBuffer in) {
        byte[] octets = new byte[in.remaining()];
        in.get(octets);
        return Bytes.of(octets);
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw Fault.badInput(what + " is not of this link");
        }
    }

    private static int check(byte[] octets, int length) {
        CRC32 crc = new CRC32();
        crc.update(octets, 0, length);
        return (int) crc.getValue();
    }
}
