package io.lapwing.kms;

import io.lapwing.crypto.Bytes;
import io.lapwing.kms.DeviceCursor.Way;
import io.lapwing.lorawan.Eui64;
import io.lapwing.lorawan.EuiPrefix;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Devices by DevEUI: those that carry all of some terms, within a prefix.
///
/// Several terms are gone through together, each list jumping to where the others are: what the rarest of them leaves
/// out is not read of the others.
final class KeyWalk implements DeviceWalk {
    /// DevEUIs of one term that are read ahead where several must meet.
    private static final int WINDOW = 512;

    private static final Eui64 LAST = new Eui64(-1);

    private final Store store;
    private final DeviceRows rows;
    private final Way way;
    private final List<Term> terms;
    private final Eui64 last;
    private final List<Postings> postings = new ArrayList<>();
    private Eui64 from;
    private boolean ended;

    /// @param after the one behind which to begin
    KeyWalk(
            Store store,
            DeviceRows rows,
            Way way,
            List<Term> terms,
            Optional<EuiPrefix> within,
            Optional<Eui64> after) {
        this.store = store;
        this.rows = rows;
        this.way = way;
        this.terms = terms;
        last = within.map(KeyWalk::last).orElse(LAST);
        Eui64 first = within.map(EuiPrefix::first).orElse(new Eui64(0));
        ended = after.filter(LAST::equals).isPresent();
        Eui64 next = after.map(before -> new Eui64(before.value() + 1)).orElse(first);
        from = next.compareTo(first) < 0 ? first : next;
    }

    private static Eui64 last(EuiPrefix prefix) {
        long rest = prefix.lengthBits() == Long.SIZE ? 0 : -1L >>> prefix.lengthBits();
        return new Eui64(prefix.first().value() | rest);
    }

    @Override
    public Step next(int most, Effort effort) {
        if (ended || from.compareTo(last) > 0) {
            return new Step(List.of(), Optional.empty());
        }
        List<Device> devices = terms.isEmpty() ? scanned(most, effort) : meeting(most, effort);
        List<Candidate> candidates =
                devices.stream()
                        .map(device ->
                                new Candidate(device, new DeviceCursor(way, "", device.devEui())))
                        .toList();
        return new Step(candidates, ended ? Optional.empty() : Optional.of(cursor()));
    }

    private DeviceCursor cursor() {
        return new DeviceCursor(way, "", new Eui64(from.value() - 1));
    }

    private List<Device> scanned(int most, Effort effort) {
        Optional<Bytes> before =
                from.value() == 0
                        ? Optional.empty()
                        : Optional.of(new Eui64(from.value() - 1).bigEndian());
        List<Device> found =
                store.scan(DeviceRows.KIND, before, most).stream()
                        .map(row -> rows.stored(row).device())
                        .toList();
        effort.reading();
        effort.rows(found.size());
        List<Device> within =
                found.stream().filter(device -> device.devEui().compareTo(last) <= 0).toList();
        ended = found.size() < most || within.size() < found.size();
        if (!found.isEmpty()) {
            pass(found.getLast().devEui());
        }
        return within;
    }

    private void pass(Eui64 devEui) {
        if (devEui.equals(LAST)) {
            ended = true;
        } else {
            from = new Eui64(devEui.value() + 1);
        }
    }

    private List<Device> meeting(int most, Effort effort) {
        if (postings.isEmpty()) {
            int window = terms.size() == 1 ? most : WINDOW;
            terms.forEach(term -> postings.add(new Postings(store, term, window)));
        }
        List<Bytes> keys = new ArrayList<>();
        while (!ended && keys.size() < most && !effort.isSpent()) {
            Optional<Eui64> far = farthest(effort);
            if (far.isEmpty() || far.get().compareTo(last) > 0) {
                ended = true;
            } else if (far.get().equals(from) && met(effort)) {
                keys.add(from.bigEndian());
                pass(from);
            } else {
                from = far.get();
            }
        }
        effort.rows(keys.size());
        return rows.all(keys);
    }

    /// The farthest that any of the lists must jump; empty when one of them is at its end.
    private Optional<Eui64> farthest(Effort effort) {
        Eui64 far = from;
        for (Postings list : postings) {
            Optional<Eui64> next = list.from(far, effort);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            far = next.get();
        }
        return Optional.of(far);
    }

    private boolean met(Effort effort) {
        return postings.stream()
                .allMatch(list -> list.from(from, effort).equals(Optional.of(from)));
    }
}
