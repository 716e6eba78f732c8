package io.lapwing.platform;

import io.lapwing.console.ApprovalDesk;
import io.lapwing.console.ApprovalDesk.Wanted;
import io.lapwing.kms.Kms;
import io.lapwing.kms.Peer;
import io.lapwing.service.jobs.Work;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// No peer is answered any more: an emergency that stops every join. Each is let in again by one person.
final class PeersDisableWish implements WishKind {
    private static final int PAGE = 500;

    private final Kms kms;

    PeersDisableWish(Kms kms) {
        this.kms = kms;
    }

    @Override
    public ApprovalDesk.Kind view() {
        return new ApprovalDesk.Kind(
                "peers-disable",
                "Answer no peer any more",
                Permission.PEER_CHANGE,
                false,
                List.of());
    }

    @Override
    public Draft draft(Principal who, Wanted wanted) {
        who.require(Permission.PEER_CHANGE, Target.PLATFORM);
        int peers = enabled().size();
        return new Draft(
                peers == 1 ? "1 peer" : peers + " peers",
                WishArgument.of(Map.of()),
                Target.PLATFORM);
    }

    private List<Peer> enabled() {
        List<Peer> all = new ArrayList<>();
        List<Peer> page = kms.peers().list(Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = kms.peers().list(Optional.of(page.getLast().certificate()), PAGE);
        }
        return all.stream().filter(Peer::enabled).toList();
    }

    @Override
    public List<String> happens(WishArgument argument) {
        return List.of(
                "Every network server, application server and station is refused, also those that"
                        + " are entered until then.",
                "No device joins and no key is handed out until someone enables peers again.");
    }

    @Override
    public String carryOut(WishRun run, Work.Control control) {
        List<Peer> peers = enabled();
        long done = 0;
        for (Peer peer : peers) {
            kms.peers().enable(run.actor(Optional.empty()), peer.certificate(), false);
            control.progress(++done, peers.size());
        }
        return done + " peers are disabled";
    }
}
