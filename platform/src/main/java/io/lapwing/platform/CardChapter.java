package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.P256Point;
import io.lapwing.crypto.Secret;
import io.lapwing.device.EndDevice;
import io.lapwing.device.SafeCard;
import io.lapwing.device.SafeKeySlots;
import io.lapwing.kms.KeyDelivery.AppSKey;
import io.lapwing.lorawan.MacVersion;
import io.lapwing.vault.KeyBinding.Kind;
import java.lang.foreign.ValueLayout;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A SIM with the IoT SAFE applet holds a device's keys: it signs, agrees, derives, and joins.
final class CardChapter {
    private static final Bytes TEXT = DemoCast.bytes("water 4.21 m, signed in the card");
    private static final Bytes OTHER_TEXT = DemoCast.bytes("water 9.99 m, signed in the card");
    private static final Bytes SALT = DemoCast.bytes("one-time keys of today");
    private static final String READING = "water 4.23 m";

    // docs/protocols/iot-safe.md, "What is in the card"
    private static final int SECRET_KEY = 0x86;
    private static final int ROOT_KEY = 1;
    private static final int NWK_KEY = 0x11;
    private static final int APP_KEY = 0x12;

    private static final int ROOT_BYTES = 32;
    private static final int RANDOM_BYTES = 16;

    private final DeviceScene scene;
    private Optional<SafeCard> inserted = Optional.empty();

    CardChapter(DeviceScene scene) {
        this.scene = scene;
    }

    void tell() {
        scene.narrator()
                .chapter(
                        "Keys in a card",
                        "A SIM with Lapwing's IoT SAFE applet, simulated in a process of its own; every command is an"
                                + " APDU, as it would be to a reader or a modem.");
        DemoCast.Ordered device =
                scene.cast().order(MacVersion.V1_1, AppSKey.IN_ANSWER, UnaryOperator.identity());
        try (Secret rootKey = Secret.random(ROOT_BYTES)) {
            check(
                    "card",
                    "The applet lists the root keys it was given",
                    () -> insert(device, rootKey));
            if (inserted.isPresent()) {
                try (SafeCard card = inserted.get()) {
                    tell(card, rootKey);
                    check(
                            "card-joins",
                            "A device whose root keys are in the card joins and is read",
                            () -> join(device, card));
                }
            }
        }
    }

    private void check(String name, String claim, Supplier<Verdict> work) {
        scene.narrator().check(name, claim, work);
    }

    private Verdict insert(DemoCast.Ordered device, Secret rootKey) {
        Bytes installation =
                Bytes.concat(
                        installed(ROOT_KEY, rootKey),
                        installed(NWK_KEY, device.key(Kind.NWK_KEY)),
                        installed(APP_KEY, device.key(Kind.APP_KEY)));
        SafeCard card = SafeCard.open(scene.cards().insert(installation));
        inserted = Optional.of(card);
        List<Integer> keys = card.secretKeys();
        return Verdict.of(
                keys.containsAll(List.of(ROOT_KEY, NWK_KEY, APP_KEY)),
                keys.stream()
                        .map("%02x"::formatted)
                        .collect(Collectors.joining(", ", "keys ", "")));
    }

    /// `86 | length | id | key`
    private static Bytes installed(int id, Secret key) {
        return Bytes.concat(
                Bytes.of(SECRET_KEY, key.length() + 1, id), key.use(octets -> Bytes.of(octets)));
    }

    private void tell(SafeCard card, Secret rootKey) {
        check(
                "card-random",
                "It draws random numbers",
                () -> {
                    Bytes drawn = card.random(RANDOM_BYTES);
                    return Verdict.of(
                            !drawn.equals(card.random(RANDOM_BYTES)), "GET RANDOM, twice");
                });
        check("card-signs", "It signs; its public key verifies that outside", () -> signed(card));
        check(
                "card-agrees",
                "It agrees with another key on what both alone know",
                () -> agreed(card));
        check(
                "card-derives",
                "It derives from a root key what its other holder derives",
                () -> derived(card, rootKey));
    }

    private Verdict signed(SafeCard card) {
        PublicKey identity = P256Point.parse(card.identity()).toPublicKey();
        long started = System.nanoTime();
        Bytes signature = card.sign(TEXT);
        scene.measures().number("cardSignMs", (System.nanoTime() - started) / 1e6);
        return Verdict.of(
                verifies(identity, TEXT, signature) && !verifies(identity, OTHER_TEXT, signature),
                "ECDSA on P-256; not of another text");
    }

    private static boolean verifies(PublicKey key, Bytes text, Bytes signature) {
        try {
            Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
            ecdsa.initVerify(key);
            ecdsa.update(text.toArray());
            return ecdsa.verify(signature.toArray());
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK verifies no signature", e);
        }
    }

    private static Verdict agreed(SafeCard card) {
        KeyPair own = FirmwareSigner.newKeys();
        Bytes cards = card.newAgreementKey();
        card.putPeerKey(P256Point.of((ECPublicKey) own.getPublic()).uncompressed());
        try (Secret inCard = card.agree();
                Secret here = Secret.take(agreed(own, P256Point.parse(cards).toPublicKey()))) {
            return Verdict.of(same(inCard, here), "ECDH, the same 32 octets");
        }
    }

    private static byte[] agreed(KeyPair own, PublicKey other) {
        try {
            KeyAgreement ecdh = KeyAgreement.getInstance("ECDH");
            ecdh.init(own.getPrivate());
            ecdh.doPhase(other, true);
            return ecdh.generateSecret();
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK does not agree", e);
        }
    }

    private static boolean same(Secret one, Secret other) {
        return one.use(octets -> other.use(others -> octets.mismatch(others) == -1));
    }

    /// RFC 5869 §2.2: HMAC of the key under the salt.
    private static Verdict derived(SafeCard card, Secret rootKey) {
        try (Secret inCard = card.extract(ROOT_KEY, SALT);
                Secret here = Secret.take(extracted(rootKey))) {
            return Verdict.of(same(inCard, here), "HKDF-Extract, the same 32 octets");
        }
    }

    private static byte[] extracted(Secret rootKey) {
        byte[] key = rootKey.use(octets -> octets.toArray(ValueLayout.JAVA_BYTE));
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(SALT.toArray(), "HmacSHA256"));
            return hmac.doFinal(key);
        } catch (GeneralSecurityException e) {
            throw new Fault(Fault.Kind.INTERNAL, "the JDK computes no HMAC", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private Verdict join(DemoCast.Ordered made, SafeCard card) {
        EndDevice device = DemoCast.device(made.identity(), new SafeKeySlots(card));
        long started = System.nanoTime();
        var session = scene.cast().join(device);
        scene.measures().number("cardJoinMs", (System.nanoTime() - started) / 1e6);
        return Verdict.of(
                scene.cast().delivers(device, READING),
                "DevAddr %s, \"%s\"".formatted(session.terms().devAddr(), READING));
    }
}
