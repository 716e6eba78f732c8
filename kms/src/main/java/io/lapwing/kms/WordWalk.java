package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.kms.DeviceCursor.Way;
import io.lapwing.lorawan.Eui64;
import io.lapwing.service.Store;
import io.lapwing.service.Store.Hit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Devices by what was typed: first those whose DevEUI begins so, then by owner, by label `key=value`, and by a label's
/// value, each in the order of the words and then of DevEUIs. A device is there once, at the first place where it
/// matches.
///
/// No index begins with a label's value. There are few names of labels, so each is looked under in turn: from one
/// name the index jumps to the next.
final class WordWalk implements DeviceWalk {
    /// Behind every value of a label of one name: no value has it.
    private static final String BEHIND = "=~";

    private final Store store;
    private final DeviceRows rows;
    private final Typed typed;
    private final KeyWalk euis;
    private DeviceCursor at;

    /// @param euis the devices whose DevEUI begins as typed, from the cursor on
    WordWalk(Store store, DeviceRows rows, Typed typed, KeyWalk euis, DeviceCursor at) {
        this.store = store;
        this.rows = rows;
        this.typed = typed;
        this.euis = euis;
        this.at = at;
    }

    @Override
    public Step next(int most, Effort effort) {
        return switch (at.way()) {
            case DEV_EUI, TYPED -> byDevEui(most, effort);
            case OWNER -> byWord(DeviceTerms.OWNER, typed.words(), Way.LABEL, most, effort);
            case LABEL -> byWord(DeviceTerms.LABEL, typed.words(), Way.VALUE, most, effort);
            case VALUE -> byValue(most, effort);
        };
    }

    private Step byDevEui(int most, Effort effort) {
        if (typed.euis().isEmpty()) {
            at = DeviceCursor.start(Way.OWNER);
            return on(List.of());
        }
        Step step = euis.next(most, effort);
        at = step.next().orElse(DeviceCursor.start(Way.OWNER));
        return on(step.candidates());
    }

    private Step on(List<Candidate> candidates) {
        return new Step(candidates, Optional.of(at));
    }

    private Step byWord(String name, String prefix, Way then, int most, Effort effort) {
        if (!typed.canBeWord()) {
            return new Step(List.of(), Optional.empty());
        }
        List<Hit> hits = hits(name, prefix, most, effort);
        List<Candidate> candidates = candidates(hits, effort);
        at = hits.size() < most ? DeviceCursor.start(then) : cursor(hits.getLast());
        return on(candidates);
    }

    private Step byValue(int most, Effort effort) {
        if (!typed.canBeValue()) {
            return new Step(List.of(), Optional.empty());
        }
        Optional<String> name = name(effort);
        if (name.isEmpty()) {
            return new Step(List.of(), Optional.empty());
        }
        List<Hit> hits = hits(DeviceTerms.LABEL, name.get() + "=" + typed.words(), most, effort);
        List<Candidate> candidates = candidates(hits, effort);
        at =
                hits.size() < most
                        ? new DeviceCursor(Way.VALUE, name.get() + BEHIND, new Eui64(0))
                        : cursor(hits.getLast());
        return on(candidates);
    }

    /// The name of labels that is looked under now, or is next.
    private Optional<String> name(Effort effort) {
        String value = at.value();
        if (!value.isEmpty() && !value.endsWith(BEHIND)) {
            return Optional.of(value.substring(0, value.indexOf('=')));
        }
        Optional<Hit> behind =
                value.isEmpty() ? Optional.empty() : Optional.of(new Hit(value, Bytes.EMPTY));
        effort.reading();
        return store.search(DeviceRows.KIND, DeviceTerms.LABEL, "", behind, 1).stream()
                .findFirst()
                .map(hit -> hit.value().substring(0, hit.value().indexOf('=')));
    }

    private List<Hit> hits(String name, String prefix, int most, Effort effort) {
        Optional<Hit> after =
                at.value().startsWith(prefix)
                        ? Optional.of(new Hit(at.value(), at.devEui().bigEndian()))
                        : Optional.empty();
        effort.reading();
        return store.search(DeviceRows.KIND, name, prefix, after, most);
    }

    /// The devices of some hits, without those that stand at another place.
    private List<Candidate> candidates(List<Hit> hits, Effort effort) {
        Way way = at.way();
        effort.rows(hits.size());
        Map<Eui64, Device> devices = new HashMap<>();
        rows.all(hits.stream().map(Hit::key).distinct().toList())
                .forEach(device -> devices.put(device.devEui(), device));
        List<Candidate> candidates = new ArrayList<>();
        for (Hit hit : hits) {
            Device device = devices.get(Eui64.bigEndian(hit.key()));
            Typed.Place place = new Typed.Place(way, hit.value());
            if (device != null && typed.first(device).filter(place::equals).isPresent()) {
                candidates.add(new Candidate(device, cursor(hit)));
            }
        }
        return candidates;
    }

    private DeviceCursor cursor(Hit hit) {
        return new DeviceCursor(at.way(), hit.value(), Eui64.bigEndian(hit.key()));
    }
}
