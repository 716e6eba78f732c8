package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.ApprovalDesk.Wanted;
import io.lapwing.crypto.Fault;
import io.lapwing.kms.Device;
import io.lapwing.kms.DeviceExport;
import io.lapwing.kms.Kms;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Wish;
import io.lapwing.vault.KeyBinding;
import java.io.Writer;
import java.util.List;
import java.util.Set;

/// The next root keys of devices, for a station that brings them there. It takes two people because whoever had the
/// station's wrapping key would have the keys.
final class RenewWish extends DeviceWish {
    private static final String STATION = "station";

    RenewWish(Kms kms) {
        super(kms);
    }

    @Override
    public ApprovalDesk.Kind view() {
        return new ApprovalDesk.Kind(
                "keys-renew",
                "Renew root keys",
                Permission.KEYS_RENEW,
                true,
                List.of(
                        new ApprovalDesk.Parameter(
                                STATION,
                                "Station",
                                "Whose wrapping key protects the copies for the devices: its label.")));
    }

    @Override
    public Draft draft(Principal who, Wanted wanted) {
        Draft draft = super.draft(who, wanted);
        String station = draft.argument().parameter(STATION);
        // a page asks what would happen before the station is typed
        if (!station.isEmpty()
                && kms().receivers().find(KeyBinding.Role.STATION, station).isEmpty()) {
            throw Fault.badInput("no wrapping key of station " + station + ": take it in first");
        }
        return draft;
    }

    @Override
    public List<String> happens(WishArgument argument) {
        String station = argument.parameter(STATION);
        return List.of(
                "Devices: " + which(argument) + ".",
                "The vault makes new root keys beside those in use, and a copy of each for "
                        + (station.isEmpty() ? "the station" : "the station " + station)
                        + " alone.",
                "A device joins with its old keys until someone says that it has the new ones.");
    }

    @Override
    void act(WishRun run, Device device) {
        kms().renewal()
                .renewKept(
                        run.actor(device.owner()),
                        device.devEui(),
                        run.argument().parameter(STATION),
                        run.wish().id());
    }

    @Override
    public Set<Wish.State> filed() {
        return Set.of(Wish.State.DONE, Wish.State.FAILED);
    }

    @Override
    public void write(WishRun run, DeviceExport.Format format, Writer out) {
        long _ = kms().stationCopies().write(run.wish().id(), format, out);
    }
}
