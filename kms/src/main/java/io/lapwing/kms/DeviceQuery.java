package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.util.Optional;
import java.util.function.Consumer;

/// Which devices someone looks for: those to which all of it applies.
///
/// @param euis leading bits of the DevEUI
/// @param joinEui exactly this one
/// @param home the NetID of the home network
/// @param labels all of which a device must have
/// @param exposed only those with a root key that ever was outside a vault
/// @param noncesLow only those whose nonces run out
/// @param pending only those with this step waiting
/// @param text what someone typed, in lower case: the beginning of a DevEUI, of an owner, of a label `key=value` or of a
///     label's value
public record DeviceQuery(
        Optional<EuiPrefix> euis,
        Optional<Lifecycle> state,
        Optional<String> owner,
        Optional<Eui64> joinEui,
        Optional<NetId> home,
        Labels labels,
        boolean exposed,
        boolean noncesLow,
        Optional<Approval.Step> pending,
        Optional<String> text) {
    /// Every device.
    public static final DeviceQuery ALL =
            new DeviceQuery(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Labels.NONE,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty());

    public DeviceQuery {
        owner.ifPresent(name -> Names.check("owner", name));
    }

    /// Reads the leading hexadecimal digits of a DevEUI.
    public static EuiPrefix euiPrefix(String digits) {
        if (!digits.matches("[0-9A-Fa-f]{1,16}")) {
            throw Fault.badInput(
                    "DevEUI prefix of "
                            + digits.length()
                            + " characters: want 1 to 16 hexadecimal"
                            + " digits");
        }
        return EuiPrefix.parse(
                digits + "0".repeat(16 - digits.length()) + "/" + digits.length() * 4);
    }

    public DeviceQuery withEuis(EuiPrefix prefix) {
        return with(query -> query.euis = Optional.of(prefix));
    }

    public DeviceQuery withState(Lifecycle wanted) {
        return with(query -> query.state = Optional.of(wanted));
    }

    public DeviceQuery withOwner(String name) {
        return with(query -> query.owner = Optional.of(name));
    }

    public DeviceQuery withJoinEui(Eui64 wanted) {
        return with(query -> query.joinEui = Optional.of(wanted));
    }

    public DeviceQuery withHome(NetId wanted) {
        return with(query -> query.home = Optional.of(wanted));
    }

    public DeviceQuery withLabels(Labels wanted) {
        return with(query -> query.labels = wanted);
    }

    public DeviceQuery withExposed() {
        return with(query -> query.exposed = true);
    }

    public DeviceQuery withNoncesLow() {
        return with(query -> query.noncesLow = true);
    }

    public DeviceQuery withPending(Approval.Step step) {
        return with(query -> query.pending = Optional.of(step));
    }

    /// What someone typed: the beginning of a DevEUI, of an owner, of a label `key=value` or of a label's value, in either
    /// case. Blank text is none.
    public DeviceQuery withText(String typed) {
        String words = DeviceTerms.lower(typed.strip());
        return words.isEmpty() ? this : with(query -> query.text = Optional.of(words));
    }

    private DeviceQuery with(Consumer<Edit> change) {
        Edit edit = new Edit(this);
        change.accept(edit);
        return edit.query();
    }

    /// The parts of a query while one of them changes.
    private static final class Edit {
        private Optional<EuiPrefix> euis;
        private Optional<Lifecycle> state;
        private Optional<String> owner;
        private Optional<Eui64> joinEui;
        private Optional<NetId> home;
        private Labels labels;
        private boolean exposed;
        private boolean noncesLow;
        private Optional<Approval.Step> pending;
        private Optional<String> text;

        Edit(DeviceQuery query) {
            euis = query.euis;
            state = query.state;
            owner = query.owner;
            joinEui = query.joinEui;
            home = query.home;
            labels = query.labels;
            exposed = query.exposed;
            noncesLow = query.noncesLow;
            pending = query.pending;
            text = query.text;
        }

        DeviceQuery query() {
            return new DeviceQuery(
                    euis, state, owner, joinEui, home, labels, exposed, noncesLow, pending, text);
        }
    }

    boolean matches(Device device) {
        return euis.map(prefix -> prefix.contains(device.devEui())).orElse(true)
                && state.map(wanted -> wanted == device.state()).orElse(true)
                && (owner.isEmpty() || owner.equals(device.owner()))
                && joinEui.map(wanted -> wanted.equals(device.joinEui())).orElse(true)
                && home.map(wanted ->
                                device.home().filter(h -> h.netId().equals(wanted)).isPresent())
                        .orElse(true)
                && device.labels().hasAll(labels)
                && (!exposed || device.keys().exposed())
                && (!noncesLow || device.noncesLow())
                && pending.map(step -> device.pending(step).isPresent()).orElse(true)
                && text.map(typed -> new Typed(typed).first(device).isPresent()).orElse(true);
    }
}
