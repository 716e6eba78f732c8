package io.lapwing.platform;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Sha256;
import io.lapwing.device.BootInstallation;
import io.lapwing.device.BootLoader;
import io.lapwing.device.BootMeasurements;
import io.lapwing.device.BootOutcome;
import io.lapwing.device.BootRefusal;
import io.lapwing.device.ModuleIdentity;
import io.lapwing.oscore.ManifestRefusal;
import java.io.ByteArrayInputStream;
import java.util.function.Supplier;

/// A module boots what its maker signed, and nothing else.
record BootChapter(DeviceScene scene, DemoFirmware firmware) {
    private static final String CHIP = "0000000012345678";
    private static final String OTHER_CHIP = "0000000012345679";
    private static final int SHOWN_DIGITS = 8;

    void tell() {
        scene.narrator()
                .chapter(
                        "It starts what its maker signed",
                        "Two slots for images, each with a signed SUIT manifest; what was verified is measured, then"
                                + " started, on trial until it says that it is well.");
        check("boot-good", "A signed image is verified, measured and started", this::good);
        check("identity", "Chip and maker together are the module's identity", this::identity);
        check("changed-image", "One bit of the image changed: nothing starts", this::changed);
        refused(
                "changed-update",
                "An update whose image was changed on its way",
                ManifestRefusal.IMAGE_DIGEST,
                firmware.envelope(2),
                3);
        refused(
                "unsigned-update",
                "An update without a signature",
                ManifestRefusal.UNSIGNED,
                firmware.unsignedEnvelope(2),
                2);
        refused(
                "strangers-update",
                "An update that someone else signed",
                ManifestRefusal.SIGNER,
                firmware.strangersEnvelope(2),
                2);
        check(
                "fallback",
                "A new image that is not confirmed: the one before comes back",
                this::fallback);
        refused(
                "old-update",
                "The old image offered as an update",
                ManifestRefusal.SEQUENCE_NUMBER,
                firmware.envelope(1),
                1);
        check("confirmed", "A new image that confirms itself stays", this::confirmed);
    }

    private void check(String name, String claim, Supplier<Verdict> work) {
        scene.narrator().check(name, claim, work);
    }

    private void refused(
            String name, String claim, ManifestRefusal wanted, Bytes envelope, long image) {
        check(
                name,
                claim,
                () ->
                        switch (install(envelope, image)) {
                            case BootInstallation.Refused refused ->
                                    Verdict.of(
                                            refused.refused().reason() == wanted,
                                            wanted + ": " + shortened(refused.refused().why()));
                            case BootInstallation.Installed _, BootInstallation.OnTrial _ ->
                                    Verdict.of(false, "it was taken");
                        });
    }

    private static String shortened(String why) {
        return why.replaceAll("([0-9A-F]{8})[0-9A-F]{16,}", "$1…");
    }

    private BootInstallation install(Bytes envelope, long image) {
        return firmware.chain(BootMeasurements.software())
                .install(envelope, new ByteArrayInputStream(firmware.image(image)));
    }

    private BootOutcome boot() {
        return firmware.chain(BootMeasurements.software()).boot(BootLoader.none());
    }

    private BootOutcome.Running running() {
        return switch (boot()) {
            case BootOutcome.Running running -> running;
            case BootOutcome.Stopped stopped ->
                    throw new Fault(Fault.Kind.CONFLICT, "nothing starts: " + why(stopped));
        };
    }

    private static String why(BootOutcome outcome) {
        return outcome.refused().stream().map(BootRefusal::why).findFirst().orElse("no reason");
    }

    private BootOutcome.Running updateTo(long number) {
        if (install(firmware.envelope(number), number)
                instanceof BootInstallation.Refused refused) {
            throw new Fault(Fault.Kind.CONFLICT, refused.refused().why());
        }
        return running();
    }

    private Verdict good() {
        install(firmware.envelope(1), 1);
        BootMeasurements register = BootMeasurements.software();
        long started = System.nanoTime();
        BootOutcome outcome = firmware.chain(register).boot(BootLoader.none());
        scene.measures().number("bootMs", (System.nanoTime() - started) / 1e6);
        if (!(outcome instanceof BootOutcome.Running running)) {
            return Verdict.of(false, why(outcome));
        }
        firmware.chain(register).confirm(running);
        Bytes expected = Sha256.digest(Bytes.concat(Bytes.of(new byte[32]), running.measured()));
        return Verdict.of(
                running.onTrial() && register.value().equals(expected),
                "image 1, " + digits(register.value()));
    }

    private static String digits(Bytes octets) {
        return octets.toHex().substring(0, SHOWN_DIGITS) + "…";
    }

    private Verdict identity() {
        ModuleIdentity own = firmware.identity(CHIP);
        boolean otherChip = !firmware.identity(OTHER_CHIP).equals(own);
        boolean again = firmware.identity(CHIP).equals(own);
        ModuleIdentity otherMaker =
                new DemoFirmware(scene.processes().room(DeviceUser.CORE), scene.seed())
                        .identity(CHIP);
        return Verdict.of(
                otherChip && again && !otherMaker.equals(own),
                digits(own.digest()) + " of these alone");
    }

    private Verdict changed() {
        firmware.flipAnOctet();
        BootOutcome outcome = boot();
        firmware.flipAnOctet();
        boolean stopped =
                outcome instanceof BootOutcome.Stopped
                        && outcome.refused().getFirst()
                                instanceof BootRefusal.Unfit(var _, var refused)
                        && refused.reason() == ManifestRefusal.IMAGE_DIGEST;
        return Verdict.of(
                stopped && running().manifest().sequenceNumber() == 1,
                ManifestRefusal.IMAGE_DIGEST.toString());
    }

    private Verdict fallback() {
        BootOutcome.Running tried = updateTo(2);
        BootOutcome.Running after = running();
        return Verdict.of(
                tried.onTrial()
                        && tried.manifest().sequenceNumber() == 2
                        && after.manifest().sequenceNumber() == 1
                        && after.refused().getFirst() instanceof BootRefusal.Unconfirmed,
                why(after));
    }

    private Verdict confirmed() {
        BootOutcome.Running tried = updateTo(3);
        firmware.chain(BootMeasurements.software()).confirm(tried);
        BootOutcome.Running after = running();
        return Verdict.of(
                after.manifest().sequenceNumber() == 3 && !after.onTrial(),
                "image 3 in slot " + after.slot());
    }
}
