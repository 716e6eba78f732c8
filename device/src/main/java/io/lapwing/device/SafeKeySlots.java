package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.util.Optional;

/// Key slots in a card with Lapwing's IoT SAFE applet: root keys came into it at its installation, join and session keys are
/// derived in it, and none is ever outside.
///
/// IoT SAFE has no AES, so this needs four instructions that are that applet's own; another maker's applet answers
/// `UNAVAILABLE`.
public final class SafeKeySlots implements KeySlots {
    private static final int CMAC = 0x52;
    private static final int DERIVE = 0x54;
    private static final int ENCRYPT = 0x56;
    private static final int OPEN = 0x58;
    private static final int LAST = 0x80;
    private static final int CMAC_BYTES = 16;

    /// Blocks that fit into one command.
    private static final int PIECE_BYTES = 240;

    private final SafeCard card;
    private boolean closed;

    /// Takes the card over.
    public SafeKeySlots(SafeCard card) {
        this.card = card;
    }

    @Override
    public Bytes cmac(KeySlot slot, Bytes message) {
        int at = 0;
        while (message.length() - at > PIECE_BYTES) {
            var _ =
                    send(CMAC, 0, SlotNumber.of(slot), message.slice(at, at + PIECE_BYTES))
                            .orThrow();
            at += PIECE_BYTES;
        }
        SafeReply reply =
                send(CMAC, LAST, SlotNumber.of(slot), message.slice(at, message.length()));
        return SafeCard.requireLength(reply.orThrow(), CMAC_BYTES);
    }

    @Override
    public Bytes encrypt(KeySlot slot, Bytes blocks) {
        return Pieces.encrypt(
                blocks,
                PIECE_BYTES,
                piece -> {
                    SafeReply reply = send(ENCRYPT, 0, SlotNumber.of(slot), piece);
                    if (reply.status() == SafeStatus.WRONG_STATE) {
                        throw refused(reply);
                    }
                    return SafeCard.requireLength(reply.orThrow(), piece.length());
                });
    }

    @Override
    public void derive(KeySlot from, Bytes block, KeySlot into) {
        SafeReply reply = send(DERIVE, SlotNumber.of(from), SlotNumber.of(into), block);
        switch (reply.status()) {
            case WRONG_LENGTH, WRONG_DATA, WRONG_P1_P2 -> throw refused(reply);
            case OK,
                    NOT_ALLOWED,
                    WRONG_STATE,
                    NO_OBJECT,
                    NO_INSTRUCTION,
                    WRONG_SIGNATURE,
                    NO_CLASS,
                    OTHER -> {
                var _ = reply.orThrow();
            }
        }
    }

    @Override
    public Optional<JoinAccept> openJoinAccept(ProtectedJoinAccept frame, JoinAttempt attempt) {
        Bytes context =
                Bytes.concat(
                        Bytes.of(attempt.type().code()),
                        attempt.joinEui().littleEndian(),
                        attempt.devNonce().littleEndian());
        SafeReply reply =
                send(
                        OPEN,
                        attempt.version().hasNwkKey() ? 1 : 0,
                        0,
                        Bytes.concat(context, frame.blocks()));
        if (reply.status() == SafeStatus.NOT_ALLOWED) {
            return Optional.empty();
        }
        Bytes plain = SafeCard.requireLength(reply.orThrow(), frame.blocks().length());
        return Optional.of(JoinAccept.parse(plain).accept());
    }

    private SafeReply send(int instruction, int p1, int p2, Bytes data) {
        if (closed) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the card's slots were closed: open it again");
        }
        boolean answers = instruction != DERIVE && !(instruction == CMAC && p1 != LAST);
        return card.transport().command(instruction, p1, p2, data, answers);
    }

    private static Fault refused(SafeReply reply) {
        return reply.status().fault(Fault.Kind.FORBIDDEN, reply.instruction(), reply.word());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            card.close();
        }
    }
}
