package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Sha256;
import io.lapwing.oscore.ManifestJudge;
import io.lapwing.oscore.Recipient;
import io.lapwing.oscore.Signer;
import io.lapwing.oscore.SignerKey;
import io.lapwing.oscore.SuitEnvelope;
import io.lapwing.oscore.SuitManifest;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/// A maker of firmware, and a device that takes it, on one disk.
final class BootDesk {
    static final Recipient RECIPIENT = new Recipient(new UUID(1, 2), new UUID(3, 4), 1 << 20);
    static final String MEMORY = "boot";

    private static final KeyPair KEYS = keys();

    /// Signing is slow.
    private static final List<Bytes> ENVELOPES =
            LongStream.range(0, 10)
                    .mapToObj(number -> SuitEnvelope.sign(manifest(number), signer(KEYS)))
                    .toList();

    final CutDisk disk;
    final BootMemory memory;
    final ImageSlots slots;
    final ManifestJudge judge = new ManifestJudge(List.of(signer(KEYS).key()), RECIPIENT);

    BootDesk() {
        this(new CutDisk());
    }

    private BootDesk(CutDisk disk) {
        this.disk = disk;
        memory = new BootMemoryFile(disk, MEMORY);
        slots = new ImageSlots(disk);
    }

    /// Another device in the same state.
    BootDesk copy() {
        return new BootDesk(disk.copy());
    }

    /// A device whose software is an image with this number, confirmed.
    static BootDesk with(long sequenceNumber) {
        var desk = new BootDesk();
        desk.install(sequenceNumber);
        desk.chain().confirm(desk.running());
        return desk;
    }

    /// As after a start of the machine: nothing but the disk is left.
    BootChain chain() {
        return chain(BootMeasurements.software());
    }

    BootChain chain(BootMeasurements measurements) {
        return new BootChain(judge, slots, memory, measurements);
    }

    BootOutcome boot() {
        return chain().boot(BootLoader.none());
    }

    BootOutcome.Running running() {
        return switch (boot()) {
            case BootOutcome.Running running -> running;
            case BootOutcome.Stopped stopped ->
                    throw new AssertionError("stopped: " + stopped.refused());
        };
    }

    /// The number of the image that a boot starts; -1 for none.
    long runs() {
        return switch (boot()) {
            case BootOutcome.Running running -> running.manifest().sequenceNumber();
            case BootOutcome.Stopped _ -> -1;
        };
    }

    BootInstallation install(long sequenceNumber) {
        return install(envelope(sequenceNumber), image(sequenceNumber));
    }

    BootInstallation install(Bytes envelope, byte[] image) {
        return chain().install(envelope, new ByteArrayInputStream(image));
    }

    /// Octets that no other number has.
    static byte[] image(long sequenceNumber) {
        byte[] octets = new byte[1_000];
        Arrays.fill(octets, (byte) sequenceNumber);
        return octets;
    }

    static SuitManifest manifest(long sequenceNumber) {
        byte[] image = image(sequenceNumber);
        return new SuitManifest(
                sequenceNumber,
                RECIPIENT.vendor(),
                RECIPIENT.deviceClass(),
                Sha256.digest(image),
                image.length);
    }

    /// @param sequenceNumber 0 to 9
    static Bytes envelope(long sequenceNumber) {
        return ENVELOPES.get((int) sequenceNumber);
    }

    static Bytes strangersEnvelope(long sequenceNumber) {
        return SuitEnvelope.sign(manifest(sequenceNumber), signer(keys()));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signer signer(KeyPair keys) {
        return new Signer() {
            @Override
            public SignerKey key() {
                return SignerKey.of(keys.getPublic());
            }

            @Override
            public Bytes sign(Bytes message) {
                try {
                    Signature ecdsa = Signature.getInstance("SHA256withECDSAinP1363Format");
                    ecdsa.initSign(keys.getPrivate());
                    ecdsa.update(message.toArray());
                    return Bytes.of(ecdsa.sign());
                } catch (GeneralSecurityException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }
}
