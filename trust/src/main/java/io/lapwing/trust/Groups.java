package io.lapwing.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lists with other groups.
final class Groups {
    private Groups() {}

    /// The list with this group in the place of the one of its number.
    static DeviceList with(DeviceList list, DeviceList.Group group) {
        List<DeviceList.Group> groups = new ArrayList<>(list.groups());
        groups.removeIf(before -> before.id().equals(group.id()));
        groups.add(group);
        groups.sort(Comparator.comparing(DeviceList.Group::id));
        return new DeviceList(list.epoch(), list.nodes(), groups);
    }

    static DeviceList without(DeviceList list, GroupId id) {
        List<DeviceList.Group> groups = new ArrayList<>(list.groups());
        groups.removeIf(group -> group.id().equals(id));
        return new DeviceList(list.epoch(), list.nodes(), groups);
    }

    static DeviceList.Group rekeyed(DeviceList.Group group) {
        return new DeviceList.Group(group.id(), group.key().next(), group.owner(), group.members());
    }
}
