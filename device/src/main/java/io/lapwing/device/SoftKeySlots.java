package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import io.lapwing.lorawan.Derivation;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.Mic;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.util.EnumMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Key slots in this process's memory: for a device without a secure element, and for simulated fleets.
public final class SoftKeySlots implements KeySlots {
    private static final int KEY_BYTES = 16;

    private final Aes aes;
    private final EnumMap<KeySlot, Secret> keys = new EnumMap<>(KeySlot.class);

    private SoftKeySlots(Aes aes, Secret appKey, @Nullable Secret nwkKey) {
        this.aes = aes;
        put(KeySlot.APP_KEY, appKey);
        if (nwkKey != null) {
            put(KeySlot.NWK_KEY, nwkKey);
        }
    }

    /// The slots of a 1.0.x device. Takes the key over.
    public static SoftKeySlots of10(Aes aes, Secret appKey) {
        return new SoftKeySlots(aes, appKey, null);
    }

    /// The slots of a 1.1 device. Takes the keys over.
    public static SoftKeySlots of11(Aes aes, Secret nwkKey, Secret appKey) {
        return new SoftKeySlots(aes, appKey, nwkKey);
    }

    private void put(KeySlot slot, Secret key) {
        if (key.length() != KEY_BYTES) {
            throw Fault.badInput(slot + " of " + key.length() + " bytes: want " + KEY_BYTES);
        }
        Secret before = keys.put(slot, key);
        if (before != null) {
            before.close();
        }
    }

    @Override
    public Bytes cmac(KeySlot slot, Bytes message) {
        return aes.cmac(key(slot), message);
    }

    @Override
    public Bytes encrypt(KeySlot slot, Bytes blocks) {
        if (slot.use() != KeySlot.Use.SESSION) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    slot + " does not encrypt: only the keys of a session do");
        }
        return aes.encrypt(key(slot), blocks);
    }

    @Override
    public void derive(KeySlot from, Bytes block, KeySlot into) {
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
        put(into, aes.derive(key(from), block));
    }

    @Override
    public Optional<JoinAccept> openJoinAccept(ProtectedJoinAccept frame, JoinAttempt attempt) {
        Bytes plain = aes.encrypt(key(attempt.protectingSlot()), frame.blocks());
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

    private Secret key(KeySlot slot) {
        Secret key = keys.get(slot);
        if (key == null) {
            throw new Fault(Fault.Kind.NOT_FOUND, slot + " is empty: nothing was put into it yet");
        }
        return key;
    }

    @Override
    public void close() {
        keys.values().forEach(Secret::close);
        keys.clear();
    }
}
