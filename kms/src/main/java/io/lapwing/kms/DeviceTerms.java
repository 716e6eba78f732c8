package io.lapwing.kms;

import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.NetId;
import io.lapwing.service.Change.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words by which a device's row is found.
final class DeviceTerms {
    static final String STATE = "state";
    static final String OWNER = "owner";
    static final String LABEL = "label";

    static final String JOIN_EUI = "join-eui";

    /// The NetID of the home network, on devices that have one.
    static final String HOME = "home";

    /// Present, with value `yes`, on devices with a root key that ever was outside a vault.
    static final String EXPOSED = "exposed";

    /// Present, with value `low`, on devices whose nonces run out.
    static final String NONCES = "nonces";

    /// Present on devices with a step that waits for a second person; its value names the step.
    static final String PENDING = "pending";

    private DeviceTerms() {}

    static Set<Term> of(Device device) {
        Set<Term> terms = new HashSet<>();
        terms.add(new Term(STATE, device.state().word()));
        device.owner().ifPresent(owner -> terms.add(new Term(OWNER, lower(owner))));
        terms.add(joinEui(device.joinEui()));
        device.home().ifPresent(home -> terms.add(home(home.netId())));
        device.labels()
                .values()
                .forEach((key, value) -> terms.add(new Term(LABEL, key + "=" + lower(value))));
        if (device.keys().exposed()) {
            terms.add(new Term(EXPOSED, "yes"));
        }
        if (device.noncesLow()) {
            terms.add(new Term(NONCES, "low"));
        }
        device.pending().forEach(approval -> terms.add(new Term(PENDING, word(approval.step()))));
        return terms;
    }

    /// The terms that every device carries which a query matches.
    static List<Term> of(DeviceQuery query) {
        List<Term> terms = new ArrayList<>();
        query.pending().ifPresent(step -> terms.add(new Term(PENDING, word(step))));
        if (query.noncesLow()) {
            terms.add(new Term(NONCES, "low"));
        }
        if (query.exposed()) {
            terms.add(new Term(EXPOSED, "yes"));
        }
        query.labels()
                .values()
                .forEach((key, value) -> terms.add(new Term(LABEL, key + "=" + lower(value))));
        query.owner().ifPresent(owner -> terms.add(new Term(OWNER, lower(owner))));
        query.home().ifPresent(netId -> terms.add(home(netId)));
        query.joinEui().ifPresent(eui -> terms.add(joinEui(eui)));
        query.state().ifPresent(state -> terms.add(new Term(STATE, state.word())));
        return terms;
    }

    static Term joinEui(Eui64 joinEui) {
        return new Term(JOIN_EUI, lower(joinEui.toString()));
    }

    private static Term home(NetId netId) {
        return new Term(HOME, lower(netId.toString()));
    }

    static String word(Approval.Step step) {
        return lower(step.name()).replace('_', '-');
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
