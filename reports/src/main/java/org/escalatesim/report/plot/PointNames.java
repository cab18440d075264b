package org.escalatesim.report.plot;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Places names of points all at once: each beside its own marker where no other marker is about as near, else at the end of
 * a leader; over no marker, no name and no leader of another. Lengths in points (1/72 inch). Equal input gives equal places.
 */
final class PointNames {
    /** A cost from which a place is no place. */
    private static final double BAD = 1000;
    /** From the edge of a marker to the nearest edge of a name without a leader, and to those with one. */
    private static final double NEAR = 1.2;

    private static final double[] FAR = {3.5, 5, 8, 11, 15, 20, 26, 34, 44};
    private static final int ANGLES = 16;
    /** Another marker must be farther from a name without a leader by this factor and by this length. */
    private static final double FACTOR = 1.5;

    private static final double FARTHER = 2.5;
    /** Points nearer than this are one place, for which leaders change nothing. */
    private static final double SAME = 0.3;

    private static final int SWEEPS = 12;
    private static final int STARTS = 12;
    /** Above so many names, they are not tried in several orders. */
    private static final int MANY = 40;

    private final Rectangle2D plot;
    private final double marker;
    private final double height;
    private final List<Point2D> markers = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();
    private final List<Point2D> named = new ArrayList<>();
    private final List<Double> widths = new ArrayList<>();

    /**
     * A place of a name.
     *
     * @param box around the name
     * @param leader from the marker to the name, or null if the name stands beside the marker
     */
    record Place(Rectangle2D box, Line2D leader) {}

    /** A place before the others are known, with what it costs alone. */
    private record Candidate(Rectangle2D box, Line2D leader, double cost) {}

    /**
     * For one plot.
     *
     * @param plot where names must be
     * @param marker half the size of markers
     * @param height of names
     */
    PointNames(Rectangle2D plot, double marker, double height) {
        this.plot = plot;
        this.marker = marker;
        this.height = height;
    }

    /** Keeps a marker free. */
    void marker(double x, double y) {
        markers.add(new Point2D.Double(x, y));
    }

    /** Keeps a line free where that is possible. */
    void line(double x0, double y0, double x1, double y1) {
        lines.add(new Line2D.Double(x0, y0, x1, y1));
    }

    /** Asks for a place of a name of a width; {@link #places} has it in this order. */
    void name(double x, double y, double width) {
        named.add(new Point2D.Double(x, y));
        widths.add(width);
    }

    /** The best places found, one for each name; null for a name that would cover another or be read as another point's. */
    List<Place> places() {
        List<List<Candidate>> all = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            all.add(candidates(i));
            order.add(i);
        }
        Random random = new Random(1);
        Candidate[] best = null;
        double least = Double.MAX_VALUE;
        for (int start = 0; start < (named.size() > MANY ? 1 : STARTS); start++) {
            Candidate[] chosen = new Candidate[named.size()];
            improve(all, order, chosen);
            double sum = 0;
            for (int i = 0; i < chosen.length; i++) {
                sum += cost(chosen[i], i, chosen);
            }
            if (sum < least) {
                least = sum;
                best = chosen;
            }
            Collections.shuffle(order, random);
        }
        List<Place> places = new ArrayList<>();
        for (Candidate place : clear(all, best)) {
            places.add(place == null ? null : new Place(place.box, place.leader));
        }
        return places;
    }

    /** Those with a clear place, the others null; if not all have one, the last come first, since they lie on top. */
    private Candidate[] clear(List<List<Candidate>> all, Candidate[] chosen) {
        boolean every = true;
        for (int i = 0; i < chosen.length; i++) {
            every &= cost(chosen[i], i, chosen) < BAD;
        }
        if (every) {
            return chosen;
        }
        Candidate[] left = new Candidate[chosen.length];
        for (int i = chosen.length - 1; i >= 0; i--) {
            double least = BAD;
            Candidate best = null;
            for (Candidate candidate : all.get(i)) {
                double cost = cost(candidate, i, left);
                if (cost < least) {
                    least = cost;
                    best = candidate;
                }
            }
            left[i] = best;
        }
        return left;
    }

    /** Each name in turn goes where it costs least beside the others, until none moves. */
    private void improve(List<List<Candidate>> all, List<Integer> order, Candidate[] chosen) {
        boolean moved = true;
        for (int sweep = 0; sweep < SWEEPS && moved; sweep++) {
            moved = false;
            for (int i : order) {
                Candidate best = chosen[i];
                double least = best == null ? Double.MAX_VALUE : cost(best, i, chosen);
                for (Candidate candidate : all.get(i)) {
                    double cost = candidate.cost < least ? cost(candidate, i, chosen) : Double.MAX_VALUE;
                    if (cost < least - 1e-9) {
                        least = cost;
                        best = candidate;
                        moved = true;
                    }
                }
                chosen[i] = best;
            }
        }
    }

    private double cost(Candidate candidate, int its, Candidate[] chosen) {
        double cost = candidate.cost;
        for (int i = 0; i < chosen.length; i++) {
            if (i != its && chosen[i] != null) {
                cost += both(candidate, chosen[i]);
            }
        }
        return cost;
    }

    /** What two places cost beside each other. */
    private static double both(Candidate a, Candidate b) {
        // Names on one line that almost touch read as one.
        if (grown(a.box, 2.5, 0.4).intersects(b.box)) {
            return BAD;
        }
        double cost = 0;
        if (a.leader != null && grown(b.box, 0.6, 0.6).intersectsLine(a.leader)) {
            cost += BAD;
        }
        if (b.leader != null && grown(a.box, 0.6, 0.6).intersectsLine(b.leader)) {
            cost += BAD;
        }
        boolean cross = a.leader != null && b.leader != null && a.leader.intersectsLine(b.leader);
        return cost + (cross ? BAD : 0);
    }

    private List<Candidate> candidates(int its) {
        List<Candidate> all = new ArrayList<>();
        for (int side = 0; side < 8; side++) {
            all.add(near(its, side * 2));
        }
        for (double away : FAR) {
            for (int angle = 0; angle < ANGLES; angle++) {
                far(its, angle, away, all);
            }
        }
        return all;
    }

    private static double dx(int angle) {
        return Math.cos(2 * Math.PI * angle / ANGLES);
    }

    private static double dy(int angle) {
        return -Math.sin(2 * Math.PI * angle / ANGLES);
    }

    /** Beside the marker. */
    private Candidate near(int its, int angle) {
        Point2D own = named.get(its);
        double width = widths.get(its);
        double left = own.getX() + dx(angle) * (marker + NEAR) - width * before(dx(angle));
        double top = own.getY() + dy(angle) * (marker + NEAR) - height * before(dy(angle));
        return candidate(own, new Rectangle2D.Double(left, top, width, height), null, 0, angle);
    }

    /** How much of a length lies before where it is met from a direction. */
    private static double before(double direction) {
        return direction < -0.3 ? 1 : direction < 0.3 ? 0.5 : 0;
    }

    /** At the end of a leader: met at half the height of its first or last letter, or from above or below. */
    private void far(int its, int angle, double away, List<Candidate> all) {
        Point2D own = named.get(its);
        double width = widths.get(its);
        double x = own.getX() + dx(angle) * (marker + away);
        double y = own.getY() + dy(angle) * (marker + away);
        Line2D leader = new Line2D.Double(own.getX() + dx(angle) * marker, own.getY() + dy(angle) * marker, x, y);
        boolean beside = Math.abs(dx(angle)) > 0.6;
        double top = beside ? y - height / 2 : y - height * before(dy(angle));
        double[] lefts = beside
                ? new double[] {x - width * before(dx(angle))}
                : new double[] {x - width / 2, x - Math.min(width, 2), x - Math.max(0, width - 2)};
        for (double left : lefts) {
            Rectangle2D box = new Rectangle2D.Double(left, top, width, height);
            all.add(candidate(own, box, leader, 6 + 0.6 * away, angle));
        }
    }

    private Candidate candidate(Point2D own, Rectangle2D box, Line2D leader, double cost, int angle) {
        // To the right is best, then above and below, then the left.
        double side = 0.3 * (1 - dx(angle)) + 0.1 * Math.abs(dy(angle));
        return new Candidate(box, leader, cost + side + alone(own, box, leader));
    }

    private double alone(Point2D own, Rectangle2D box, Line2D leader) {
        double cost = plot.contains(box) ? 0 : BAD;
        double gap = gap(box, own);
        for (Point2D other : markers) {
            if (grown(box, 0.5, 0.5).intersects(around(other))) {
                cost += BAD;
            }
            double apart = other.distance(own);
            if (apart < SAME) {
                continue;
            }
            double its = gap(box, other);
            if (leader == null) {
                cost += its < Math.max(FACTOR * gap, gap + FARTHER) ? BAD : 0;
                continue;
            }
            // A leader says whose name it is; still no name should lie close to another marker.
            cost += its < marker + 2 ? 15 : 0;
            if (leader.ptSegDist(other) < marker + 0.5) {
                boolean overlap = apart < 2 * marker + 0.5;
                double mine = leader.getP1().distance(other) - leader.getP1().distance(own);
                cost += overlap ? (mine > 0 ? 8 - Math.min(8, 4 * mine) : 60) : BAD;
            }
        }
        for (Line2D line : lines) {
            cost += box.intersectsLine(line) ? 12 : 0;
            cost += leader != null && leader.intersectsLine(line) ? 3 : 0;
        }
        return cost;
    }

    private Rectangle2D around(Point2D point) {
        return new Rectangle2D.Double(point.getX() - marker, point.getY() - marker, 2 * marker, 2 * marker);
    }

    /** From a point to the nearest point of a box. */
    private static double gap(Rectangle2D box, Point2D point) {
        double dx = Math.max(0, Math.max(box.getMinX() - point.getX(), point.getX() - box.getMaxX()));
        double dy = Math.max(0, Math.max(box.getMinY() - point.getY(), point.getY() - box.getMaxY()));
        return Math.hypot(dx, dy);
    }

    private static Rectangle2D grown(Rectangle2D box, double across, double down) {
        return new Rectangle2D.Double(
                box.getX() - across, box.getY() - down, box.getWidth() + 2 * across, box.getHeight() + 2 * down);
    }
}
