package io.lapwing.console;

import io.lapwing.service.people.Permission;
import io.lapwing.service.people.Principal;
import io.lapwing.service.people.Target;
import java.util.List;
import java.util.Optional;

/// What surrounds a page.
///
/// @param here the path of the page in the navigation that is open
/// @param who empty before signing in
/// @param csrf the token for the page's forms, masked ([MaskedToken]); empty without a session
/// @param theme `light` or `dark`, when chosen
/// @param assets where style sheet, scripts and icons are
/// @param back where the choice of a theme leads back to
record Frame(
        String title,
        String here,
        Optional<Principal> who,
        String csrf,
        Optional<String> theme,
        String assets,
        String back) {
    /// A place in the navigation.
    ///
    /// @param key what follows `g` to go there
    /// @param whole whether its page is of the platform as a whole, so that a scope with bounds does not reach it
    record Place(
            String path,
            String icon,
            String name,
            String key,
            Permission permission,
            boolean whole) {}

    /// A group of places; the first has no name.
    record Group(String name, List<Place> places) {}

    private static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "",
                            List.of(
                                    place("/", "Overview", "o", Permission.OVERVIEW_READ),
                                    place("/devices", "Devices", "d", Permission.DEVICE_READ),
                                    whole("/keys", "Keys", "k", Permission.RECEIVER_READ),
                                    place("/peers", "Peers", "n", Permission.PEER_READ),
                                    whole("/trust", "Trusted nodes", "t", Permission.TRUST_READ))),
                    new Group(
                            "Work",
                            List.of(
                                    place("/jobs", "Jobs", "j", Permission.JOB_READ),
                                    place("/approvals", "Approvals", "v", Permission.APPROVAL_ASK),
                                    whole("/audit", "Audit log", "a", Permission.AUDIT_READ))),
                    new Group(
                            "Platform",
                            List.of(
                                    whole("/people", "People", "p", Permission.PEOPLE_READ),
                                    place(
                                            "/webhooks",
                                            "Webhooks",
                                            "w",
                                            Permission.WEBHOOK_CHANGE))));

    private static Place place(String path, String name, String key, Permission permission) {
        String icon = path.equals("/") ? "overview" : path.substring(1);
        return new Place(path, icon, name, key, permission, false);
    }

    private static Place whole(String path, String name, String key, Permission permission) {
        return new Place(path, path.substring(1), name, key, permission, true);
    }

    /// What of the navigation the one who looks may open.
    List<Group> navigation() {
        return GROUPS.stream()
                .map(group ->
                        new Group(
                                group.name(),
                                group.places().stream()
                                        .filter(place ->
                                                place.whole()
                                                        ? mayAll(place.permission())
                                                        : may(place.permission()))
                                        .toList()))
                .filter(group -> !group.places().isEmpty())
                .toList();
    }

    boolean may(Permission permission) {
        return who.filter(principal -> principal.may(permission)).isPresent();
    }

    /// What an empty state or a page offers only to who may do it: an enumeration's name, so that templates read well.
    boolean may(String permission) {
        return may(Permission.valueOf(permission));
    }

    /// Whether it is allowed of the platform as a whole.
    private boolean mayAll(Permission permission) {
        return who.filter(principal -> principal.may(permission, Target.PLATFORM)).isPresent();
    }

    /// As [#may(String)], of the platform as a whole.
    boolean mayAll(String permission) {
        return mayAll(Permission.valueOf(permission));
    }

    boolean isTheme(String name) {
        return theme.filter(name::equals).isPresent();
    }

    /// The first letter of the name.
    String initial() {
        return who.map(principal -> principal.name().substring(0, 1)).orElse("");
    }

    /// The roles of the one who looks, in words.
    String roles() {
        return who.map(principal ->
                        String.join(
                                ", ",
                                principal.grants().stream()
                                        .map(grant -> grant.role().word())
                                        .distinct()
                                        .toList()))
                .orElse("");
    }
}
