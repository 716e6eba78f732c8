package io.lapwing.platform;

import io.lapwing.kms.Actor;
import io.lapwing.kms.Device;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import io.lapwing.service.people.Wish;
import java.util.Optional;

/// A wish that is being done, for the one who asked, with what both people may do now.
record WishRun(Wish wish, WishArgument argument, Principal asker, Principal approver) {
    /// Whether a device is within the scopes of both.
    boolean covers(Device device) {
        Target target = KmsDeviceDesk.target(device);
        return asker.may(wish.asked().permission(), target)
                && approver.may(Permission.APPROVE, target);
    }

    /// Who does it, for audit records.
    Actor actor(Optional<String> owner) {
        return KmsDeviceDesk.actor(asker, owner);
    }
}
