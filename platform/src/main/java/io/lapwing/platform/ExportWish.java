package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceExport;
import io.lapwing.kms.Kms;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Wish;
import java.io.Writer;
import java.util.List;
import java.util.Set;

/// A file of devices, without keys. It is written when it is fetched, and kept nowhere.
final class ExportWish extends DeviceWish {
    ExportWish(Kms kms) {
        super(kms);
    }

    @Override
    public ApprovalDesk.Kind view() {
        return new ApprovalDesk.Kind(
                "device-export", "Export", Permission.DEVICE_EXPORT, true, List.of());
    }

    @Override
    boolean suitsAll() {
        return true;
    }

    @Override
    public List<String> happens(WishArgument argument) {
        return List.of(
                "Devices: " + which(argument) + ".",
                "Whoever asked may download what is known of them, without any key, for three days"
                        + " from the asking.");
    }

    @Override
    public boolean isWork() {
        return false;
    }

    @Override
    public Set<Wish.State> filed() {
        return Set.of(Wish.State.APPROVED);
    }

    @Override
    public void write(WishRun run, DeviceExport.Format format, Writer out) {
        long _ =
                kms().export()
                        .write(stream(run).limit(run.argument().most()).iterator(), format, out);
    }

    @Override
    void act(WishRun run, Device device) {
        throw new Fault(Fault.Kind.INTERNAL, "an export changes no device");
    }
}
