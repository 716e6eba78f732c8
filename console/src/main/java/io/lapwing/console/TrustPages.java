package io.lapwing.console;

import io.lapwing.crypto.Fault;
import io.lapwing.service.http.Access;
import io.lapwing.service.http.Request;
import io.lapwing.service.http.Response;
import io.lapwing.service.http.Route;
import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Pages of the trusted environment: who is trusted, and how its Central Entity stands.
final class TrustPages {
    static final String PATH = "/trust";
    private static final String LABEL = PATH + "/label";
    private static final String REVOKE = PATH + "/nodes/{node}/revoke";
    private static final String NEW_GROUP = PATH + "/groups/new";
    private static final String GROUP = PATH + "/groups/{group}";
    private static final int PAGE = 200;
    private static final int LAST_GROUP = 0xFFFF;
    private static final Ask.Crumb TRUST = new Ask.Crumb(PATH, "Trusted nodes");

    private final Pages pages;
    private final Posts posts;
    private final TrustDesk desk;

    TrustPages(Pages pages, Posts posts, TrustDesk desk) {
        this.pages = pages;
        this.posts = posts;
        this.desk = desk;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(
                Route.get(
                        PATH, Access.permitted(Permission.TRUST_READ), pages.guarded(this::trust)));
        form(routes, LABEL, _ -> labelForm(), this::enter);
        form(routes, REVOKE, this::revokeForm, this::revoke);
        form(routes, NEW_GROUP, _ -> groupForm(Optional.empty()), this::addGroup);
        form(routes, GROUP, r -> groupForm(Optional.of(known(r))), this::changeGroup);
        form(routes, GROUP + "/remove", this::removeForm, this::removeGroup);
        return routes;
    }

    private void form(
            List<Route> routes,
            String path,
            Function<Request, Ask> ask,
            Function<Request, Response> deed) {
        routes.addAll(posts.form(path, PATH, Permission.TRUST_CHANGE, ask, deed));
    }

    /// The environment as its page shows it.
    ///
    /// @param nodes the first of those after where one looks
    /// @param next where the following page begins
    record Shown(
            Optional<TrustDesk.Central> central,
            List<TrustDesk.NodeView> nodes,
            Optional<Long> next,
            List<TrustDesk.GroupView> groups) {
        /// Why nobody gets a key now, if nobody does.
        Optional<String> problem() {
            return central.flatMap(TrustDesk.Central::problem);
        }

        Optional<String> radioProblem() {
            return central.flatMap(TrustDesk.Central::radioProblem);
        }
    }

    private Response trust(Request request) {
        Principal who = request.principal();
        Optional<TrustDesk.Central> central = desk.environment(who).central();
        boolean there = central.flatMap(TrustDesk.Central::standing).isPresent();
        long after = request.query("after").map(TrustPages::number).orElse(0L);
        List<TrustDesk.NodeView> rest =
                there
                        ? desk.nodes(who).stream()
                                .filter(node -> node.node() > after)
                                .limit(PAGE + 1)
                                .toList()
                        : List.of();
        List<TrustDesk.NodeView> nodes = rest.subList(0, Math.min(PAGE, rest.size()));
        Shown shown =
                new Shown(
                        central,
                        nodes,
                        rest.size() > PAGE ? Optional.of(nodes.getLast().node()) : Optional.empty(),
                        there ? desk.groups(who) : List.of());
        return pages.page(pages.frame(request, "Trusted nodes", PATH), "trust", shown);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException _) {
            throw Fault.badInput("number " + text + ": want a whole one");
        }
    }

    private static int group(Request request) {
        return group(request.pathParameter("group"));
    }

    private static int group(String text) {
        long number = number(text);
        if (number < 1 || number > LAST_GROUP) {
            throw Fault.badInput("number of a group " + number + ": want 1 to " + LAST_GROUP);
        }
        return (int) number;
    }

    private static long node(Request request) {
        return number(request.pathParameter("node"));
    }

    /// The label is typed as a password: no page shows it again.
    private static Ask labelForm() {
        return Ask.of(
                        "Enter a label",
                        LABEL,
                        "Enter",
                        List.of(
                                Field.password(
                                        "label",
                                        "Label",
                                        "Six groups of six characters, as printed; a typo is told.",
                                        "off")))
                .lead("Its node can join then, once: the join burns the label.")
                .under(TRUST)
                .happens(
                        List.of(
                                "A node that is trusted already loses its place until it has joined anew.",
                                "Who reads the label before its node joins can join in its place: throw it away"
                                        + " afterwards."));
    }

    private Response enter(Request request) {
        return done(
                request,
                _ -> labelForm(),
                form -> {
                    TrustDesk.NodeView _ =
                            desk.enter(
                                    request.principal(), new TrustDesk.Label(form.text("label")));
                });
    }

    /// Does it, and shows the environment.
    private Response done(Request request, Function<Request, Ask> ask, Consumer<Form> deed) {
        return posts.answered(
                request,
                PATH,
                ask,
                form -> {
                    deed.accept(form);
                    return Pages.see(PATH);
                });
    }

    private Ask revokeForm(Request request) {
        TrustDesk.NodeView node = desk.find(request.principal(), node(request));
        String number = Long.toString(node.node());
        return Ask.of("Revoke a node", PATH + "/nodes/" + number + "/revoke", "Revoke", List.of())
                .lead("Node " + number + ", " + node.state() + ".")
                .under(TRUST)
                .dangerous(
                        number,
                        "No key is translated for it or to it from now on.",
                        "A list without it goes out to all nodes: those that hear it end their sessions with it.",
                        "Its groups get new keys without it.",
                        "Its label and its master key are destroyed: it comes back by a new label alone.");
    }

    private Response revoke(Request request) {
        return done(
                request,
                this::revokeForm,
                _ -> {
                    TrustDesk.NodeView _ = desk.revoke(request.principal(), node(request));
                });
    }

    private TrustDesk.GroupView known(Request request) {
        int group = group(request);
        return desk.groups(request.principal()).stream()
                .filter(view -> view.group() == group)
                .findFirst()
                .orElseThrow(() -> new Fault(Fault.Kind.NOT_FOUND, "there is no group " + group));
    }

    private static Ask groupForm(Optional<TrustDesk.GroupView> known) {
        List<Field> fields = new ArrayList<>();
        if (known.isEmpty()) {
            fields.add(Field.text("group", "Number", "1 to 65535."));
        }
        fields.add(
                Field.text(
                                "members",
                                "Members",
                                "Numbers of trusted nodes, with spaces or commas between them.")
                        .value(known.map(group -> numbers(group.members())).orElse("")));
        fields.add(
                Field.text(
                                "owner",
                                "Who makes the key",
                                "The number of a member, in whose chip it is made; empty for the Central Entity.")
                        .value(
                                known.filter(group -> group.owner() != 0)
                                        .map(group -> Long.toString(group.owner()))
                                        .orElse(""))
                        .optional());
        Optional<Integer> number = known.map(TrustDesk.GroupView::group);
        return Ask.of(
                        number.map(group -> "Change group " + group).orElse("New group"),
                        number.map(group -> PATH + "/groups/" + group).orElse(NEW_GROUP),
                        known.isEmpty() ? "Make" : "Change",
                        fields)
                .lead("Its members share a key. Each change brings a new one.")
                .under(TRUST);
    }

    private Response addGroup(Request request) {
        return done(
                request,
                _ -> groupForm(Optional.empty()),
                form -> setGroup(request, group(form.text("group")), form));
    }

    private Response changeGroup(Request request) {
        return done(
                request,
                r -> groupForm(Optional.of(known(r))),
                form -> setGroup(request, group(request), form));
    }

    private void setGroup(Request request, int group, Form form) {
        List<Long> members =
                Stream.of(form.text("members").split("[\\s,]+", -1))
                        .filter(word -> !word.isEmpty())
                        .map(TrustPages::number)
                        .toList();
        long owner = form.optional("owner").map(TrustPages::number).orElse(0L);
        TrustDesk.GroupView _ =
                desk.setGroup(request.principal(), group, new TrustDesk.GroupForm(owner, members));
    }

    private Ask removeForm(Request request) {
        int group = known(request).group();
        return Ask.of("End group " + group, PATH + "/groups/" + group + "/remove", "End", List.of())
                .lead("A group of trusted nodes.")
                .under(TRUST)
                .dangerous(
                        Integer.toString(group),
                        "Its members take and send nothing more under its key, once they have the next list.");
    }

    private Response removeGroup(Request request) {
        return done(
                request,
                this::removeForm,
                _ -> desk.removeGroup(request.principal(), group(request)));
    }

    /// Numbers as a page lists them.
    static String numbers(List<Long> nodes) {
        return nodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /// `3 forged, 1 wrong-label`
    static String counts(Map<String, Long> refusals) {
        return refusals.isEmpty()
                ? "none since the start"
                : refusals.entrySet().stream()
                        .map(refusal -> refusal.getValue() + " " + refusal.getKey())
                        .collect(Collectors.joining(", ", "", " since the start"));
    }

    /// The tone of a node's state.
    static String tone(String state) {
        return switch (state) {
            case "joined" -> "good";
            case "labelled" -> "calm";
            default -> "grey";
        };
    }
}
