package io.lapwing.console.api;

import io.lapwing.console.DeviceView;
import io.lapwing.service.people.Grant;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Role;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A device as the API shows it. Who sees it as a service provider only sees nothing of its AppSKey.
record DeviceBody(
        String devEui,
        String joinEui,
        String macVersion,
        String state,
        boolean mayJoin,
        Optional<String> barred,
        boolean claimRequired,
        Optional<String> owner,
        Optional<String> home,
        Map<String, String> labels,
        Delivery delivery,
        String rootKey,
        List<DeviceView.RootKeyView> rootKeys,
        List<DeviceView.Waiting> pending,
        DeviceView.Nonces nonces,
        int sessions,
        Optional<String> module,
        Optional<DeviceView.Tamper> tamper) {
    /// How session keys reach their receivers, as far as the caller may know.
    record Delivery(
            Optional<String> appSKey,
            Optional<String> applicationServer,
            Optional<String> networkServerKey,
            Optional<String> applicationServerKey) {}

    static DeviceBody of(Principal who, DeviceView view) {
        return new DeviceBody(
                view.devEui(),
                view.joinEui(),
                view.macVersion(),
                view.state(),
                view.mayJoin(),
                view.barred(),
                view.claimRequired(),
                view.owner(),
                view.home(),
                view.labels(),
                delivery(view.delivery(), seesAppSKey(who, view)),
                view.rootKey(),
                view.rootKeys(),
                view.pending(),
                view.nonces(),
                view.sessions(),
                view.module(),
                view.tamper());
    }

    private static Delivery delivery(DeviceView.Delivery from, boolean appSKey) {
        return appSKey
                ? new Delivery(
                        Optional.of(from.appSKey()),
                        from.applicationServer(),
                        from.networkServerKey(),
                        from.applicationServerKey())
                : new Delivery(
                        Optional.empty(),
                        Optional.empty(),
                        from.networkServerKey(),
                        Optional.empty());
    }

    /// Whether a grant other than a service provider's covers the device, as far as the view tells: one that is bound to a
    /// production order is not counted.
    private static boolean seesAppSKey(Principal who, DeviceView view) {
        List<Grant> others =
                who.grants().stream()
                        .filter(grant -> grant.role() != Role.SERVICE_PROVIDER)
                        .toList();
        Target target =
                new Target(
                        view.owner(),
                        Optional.empty(),
                        OptionalLong.of(Long.parseUnsignedLong(view.joinEui(), 16)),
                        view.home(),
                        new TreeMap<>(view.labels()));
        return new Principal(who.name(), who.kind(), others).may(Permission.DEVICE_READ, target);
    }
}
