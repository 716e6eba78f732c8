package io.lapwing.radio;

/// A place on a plane.
public record Position(double eastM, double northM) {
    /// In the middle of the cell.
    public static final Position CENTRE = new Position(0, 0);

    public double distanceM(Position other) {
        return Math.hypot(eastM - other.eastM, northM - other.northM);
    }
}
