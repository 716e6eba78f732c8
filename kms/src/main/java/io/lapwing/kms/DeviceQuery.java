package io.lapwing.kms;

import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.lorawan.NetId;
import java.util.Optional;

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
        return new DeviceQuery(
                Optional.of(prefix),
                state,
                owner,
                joinEui,
                home,
                labels,
                exposed,
                noncesLow,
                pending,
                text);
    }

    public DeviceQuery withState(Lifecycle wanted) {
        return new DeviceQuery(
                euis,
                Optional.of(wanted),
                owner,
                joinEui,
                home,
                labels,
                exposed,
                noncesLow,
                pending,
                text);
    }

    public DeviceQuery withOwner(String name) {
        return new DeviceQuery(
                euis,
                state,
                Optional.of(name),
                joinEui,
                home,
                labels,
                exposed,
                noncesLow,
                pending,
                text);
    }

    public DeviceQuery withJoinEui(Eui64 wanted) {
        return new DeviceQuery(
                euis,
                state,
                owner,
                Optional.of(wanted),
                home,
                labels,
                exposed,
                noncesLow,
                pending,
                text);
    }

    public DeviceQuery withHome(NetId wanted) {
        return new DeviceQuery(
                euis,
                state,
                owner,
                joinEui,
                Optional.of(wanted),
                labels,
                exposed,
                noncesLow,
                pending,
                text);
    }

    public DeviceQuery withLabels(Labels wanted) {
        return new DeviceQuery(
                euis, state, owner, joinEui, home, wanted, exposed, noncesLow, pending, text);
    }

    public DeviceQuery withExposed() {
        return new DeviceQuery(
                euis, state, owner, joinEui, home, labels, true, noncesLow, pending, text);
    }

    public DeviceQuery withNoncesLow() {
        return new DeviceQuery(
                euis, state, owner, joinEui, home, labels, exposed, true, pending, text);
    }

    public DeviceQuery withPending(Approval.Step step) {
        return new DeviceQuery(
                euis,
                state,
                owner,
                joinEui,
                home,
                labels,
                exposed,
                noncesLow,
                Optional.of(step),
                text);
    }

    /// What someone typed: the beginning of a DevEUI, of an owner, of a label `key=value` or of a label's value, in either
    /// case. Blank text is none.
    public DeviceQuery withText(String typed) {
        String words = DeviceTerms.lower(typed.strip());
        return words.isEmpty() ? this : withWords(words);
    }

    private DeviceQuery withWords(String words) {
        return new DeviceQuery(
                euis,
                state,
                owner,
                joinEui,
                home,
                labels,
                exposed,
                noncesLow,
                pending,
                Optional.of(words));
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
