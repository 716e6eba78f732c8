package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.util.Optional;
import java.util.function.Function;

/// The rules of [KeySlots] over keys that this process computes with, wherever they are.
abstract sealed class RuledKeySlots implements KeySlots permits SoftKeySlots, ZoneKeySlots {
    static final int KEY_BYTES = 16;

    final Aes aes;

    RuledKeySlots(Aes aes) {
        this.aes = aes;
    }

    /// What `work` computes with the key of a slot.
    ///
    /// @throws Fault `NOT_FOUND` when the slot is empty
    abstract <T> T use(KeySlot slot, Function<Secret, T> work);

    /// Puts a key into a slot, over what is there. Takes it over.
    abstract void put(KeySlot slot, Secret key);

    static void requireKey(KeySlot slot, Secret key) {
        if (key.length() != KEY_BYTES) {
            throw Fault.badInput(slot + " of " + key.length() + " bytes: want " + KEY_BYTES);
        }
    }

    static Fault empty(KeySlot slot) {
        return new Fault(Fault.Kind.NOT_FOUND, slot + " is empty: nothing was put into it yet");
    }

    @Override
    public final Bytes cmac(KeySlot slot, Bytes message) {
        return use(slot, key -> aes.cmac(key, message));
    }

    @Override
    public final Bytes encrypt(KeySlot slot, Bytes blocks) {
        if (slot.use() != KeySlot.Use.SESSION) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    slot + " does not encrypt: only the keys of a session do");
        }
        return use(slot, key -> aes.encrypt(key, blocks));
    }

    @Override
    public final void derive(KeySlot from, Bytes block, KeySlot into) {
        boolean derivable = from.use() == KeySlot.Use.ROOT && into.use() != KeySlot.Use.ROOT;
        if (!derivable || block.length() != KEY_BYTES || block.at(0) != into.type()) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    into
                            + " from "
                            + from
                            + ": want a root key and a block of 16 bytes that begins with "
                            + into.type());
        }
        use(
                from,
                key -> {
                    put(into, aes.derive(key, block));
                    return into;
                });
    }

    @Override
    public final Optional<JoinAccept> openJoinAccept(
            ProtectedJoinAccept frame, JoinAttempt attempt) {
        Bytes plain = use(attempt.protectingSlot(), key -> aes.encrypt(key, frame.blocks()));
        JoinAccept.Received received = JoinAccept.parse(plain);
        JoinAccept accept = received.accept();
        Bytes cmac =
                switch (attempt.version().keying(accept.dlSettings())) {
                    case AS_1_0 ->
                            cmac(
                                    KeySlot.of(attempt.version().joinKey()),
                                    Derivation.joinAcceptMicInput10(accept));
                    case AS_1_1 ->
                            cmac(
                                    KeySlot.JS_INT_KEY,
                                    Derivation.joinAcceptMicInput11(
                                            attempt.type(),
                                            attempt.joinEui(),
                                            attempt.devNonce(),
                                            accept));
                };
        return Mic.ofCmac(cmac).equals(received.mic()) ? Optional.of(accept) : Optional.empty();
    }
}
