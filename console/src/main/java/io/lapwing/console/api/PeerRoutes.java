package io.lapwing.console.api;

import static io.lapwing.console.api.Operation.get;
import static io.lapwing.console.api.Operation.post;
import static io.lapwing.console.api.Operation.put;

import io.lapwing.console.PeerDesk;
import io.lapwing.console.PeerDesk.CertificateView;
import io.lapwing.console.PeerDesk.IssuedView;
import io.lapwing.console.PeerDesk.Name;
import io.lapwing.console.PeerDesk.PeerView;
import io.lapwing.console.PeerDesk.Rules;
import io.lapwing.console.Versioned;
import io.lapwing.service.http.Response;
import io.lapwing.service.people.Permission;
import java.util.List;
import java.util.OptionalLong;

/// The peers of the Join Server, for what each may speak, and its certificates.
final class PeerRoutes {
    private static final String ALL = "/peers";
    private static final String ONE = ALL + "/{role}/{name}";
    private static final String CERTIFICATES = ONE + "/certificates";
    private static final String CERTIFICATE = CERTIFICATES + "/{certificate}";

    private final PeerDesk desk;

    PeerRoutes(PeerDesk desk) {
        this.desk = desk;
    }

    /// @param role `network-server` or `application-server`
    record NewPeer(String role, String name, Rules rules) {}

    /// @param request PKCS#10 in PEM
    record CertificateRequest(String request) {}

    /// @param certificate in PEM
    record ForeignCertificate(String certificate) {}

    List<Operation> operations() {
        return List.of(
                get(ALL, Permission.PEER_READ, Operation.items(PeerView.class), this::list),
                post(
                        ALL,
                        Permission.PEER_CHANGE,
                        Operation.document(NewPeer.class),
                        Operation.made(PeerView.class),
                        this::add),
                get(
                        ONE,
                        Permission.PEER_READ,
                        Operation.versioned(PeerView.class),
                        call -> Answers.versioned(desk.find(call.who(), name(call)))),
                put(
                        ONE,
                        Permission.PEER_CHANGE,
                        Operation.document(Rules.class),
                        Operation.versioned(PeerView.class),
                        this::change),
                switched("enable", true),
                switched("disable", false),
                get(
                        CERTIFICATES,
                        Permission.PEER_READ,
                        Operation.items(CertificateView.class),
                        call ->
                                Lists.byName(
                                        call,
                                        desk.certificates(call.who(), name(call)),
                                        CertificateView::id)),
                post(
                        CERTIFICATES,
                        Permission.PEER_CHANGE,
                        Operation.document(CertificateRequest.class),
                        new Operation.Gives.Document(201, IssuedView.class, false, false),
                        this::issue),
                post(
                        ONE + "/trust",
                        Permission.PEER_CHANGE,
                        Operation.document(ForeignCertificate.class),
                        Operation.one(CertificateView.class),
                        call ->
                                Answers.one(
                                        desk.trust(
                                                call.who(),
                                                name(call),
                                                call.form(ForeignCertificate.class)
                                                        .certificate()))),
                post(
                        CERTIFICATE + "/distrust",
                        Permission.PEER_CHANGE,
                        Operation.nothing(),
                        new Operation.Gives.Nothing(),
                        call -> {
                            desk.distrust(call.who(), name(call), call.path("certificate"));
                            return Answers.nothing();
                        }),
                post(
                        CERTIFICATE + "/revoke",
                        Permission.PEER_CHANGE,
                        Operation.nothing(),
                        new Operation.Gives.Nothing(),
                        call -> {
                            desk.revoke(call.who(), name(call), call.path("certificate"));
                            return Answers.nothing();
                        }));
    }

    private Operation switched(String word, boolean enabled) {
        return post(
                ONE + "/" + word,
                Permission.PEER_CHANGE,
                Operation.nothing(),
                Operation.versioned(PeerView.class),
                call -> Answers.versioned(desk.enable(call.who(), name(call), enabled)));
    }

    private static Name name(Call call) {
        return new Name(call.path("role"), call.path("name"));
    }

    private static String path(PeerView peer) {
        return "/peers/" + Answers.encoded(peer.role()) + "/" + Answers.encoded(peer.name());
    }

    private Response list(Call call) {
        return Lists.byName(call, desk.list(call.who()), peer -> peer.role() + "/" + peer.name());
    }

    private Response add(Call call) {
        NewPeer form = call.form(NewPeer.class);
        Versioned<PeerView> made =
                desk.add(call.who(), new Name(form.role(), form.name()), form.rules());
        return Answers.made(path(made.value()), made.version(), made.value());
    }

    private Response change(Call call) {
        Rules rules = call.form(Rules.class);
        OptionalLong wanted = call.ifMatch();
        return EntityTag.guarded(
                wanted,
                () -> desk.find(call.who(), name(call)).version(),
                () -> Answers.versioned(desk.change(call.who(), name(call), wanted, rules)));
    }

    private Response issue(Call call) {
        IssuedView made =
                desk.issue(call.who(), name(call), call.form(CertificateRequest.class).request());
        return Response.json(201, Answers.JSON, made).with("Location", call.request().path());
    }
}
