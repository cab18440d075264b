package org.escalatesim.report.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.plot.Figure.Line;
import org.escalatesim.report.plot.Figure.Lines;
import org.escalatesim.report.plot.Figure.Stroke;
import org.escalatesim.report.plot.PointNames.Place;
import org.junit.jupiter.api.Test;

/** Whose a name is must be plain. Lengths in points. */
class PointNamesTest {
    private static final Rectangle2D PLOT = new Rectangle2D.Double(0, 0, 216, 124);
    private static final double MARKER = 1.8;
    /** Twelve points of a sweep over tiles and lanes, some nearer to one another than a name is wide. */
    private static final double[][] SWEEP = {
        {9, 9},
        {13, 10},
        {26, 10},
        {25, 74},
        {31, 74},
        {48, 74},
        {60, 116},
        {70, 115},
        {99, 114},
        {140, 114},
        {156, 113},
        {206, 112}
    };

    private static List<Place> places(double[][] points, double width) {
        PointNames names = new PointNames(PLOT, MARKER, 5.4);
        for (double[] point : points) {
            names.marker(point[0], point[1]);
            names.name(point[0], point[1], width);
        }
        return names.places();
    }

    private static double gap(Rectangle2D box, double[] point) {
        double dx = Math.max(0, Math.max(box.getMinX() - point[0], point[0] - box.getMaxX()));
        double dy = Math.max(0, Math.max(box.getMinY() - point[1], point[1] - box.getMaxY()));
        return Math.hypot(dx, dy);
    }

    @Test
    void aNameIsNearestToItsOwnMarkerOrHasALeader() {
        List<Place> places = places(SWEEP, 33);
        assertThat(places).doesNotContainNull();
        int leaders = 0;
        for (int i = 0; i < SWEEP.length; i++) {
            Place place = places.get(i);
            assertThat(PLOT.contains(place.box())).isTrue();
            if (place.leader() != null) {
                leaders++;
                double[] own = SWEEP[i];
                assertThat(place.leader().getP1().distance(own[0], own[1])).isLessThan(MARKER + 0.1);
                assertThat(gap(place.box(), new double[] {
                            place.leader().getX2(), place.leader().getY2()
                        }))
                        .isLessThan(0.01);
                continue;
            }
            double own = gap(place.box(), SWEEP[i]);
            for (int other = 0; other < SWEEP.length; other++) {
                if (other != i) {
                    assertThat(gap(place.box(), SWEEP[other])).isGreaterThan(own + 2);
                }
            }
        }
        assertThat(leaders).isBetween(1, SWEEP.length - 1);
    }

    @Test
    void namesAndLeadersCoverNothing() {
        List<Place> places = places(SWEEP, 33);
        for (int i = 0; i < SWEEP.length; i++) {
            Place place = places.get(i);
            for (int other = 0; other < SWEEP.length; other++) {
                Point2D marker = new Point2D.Double(SWEEP[other][0], SWEEP[other][1]);
                assertThat(place.box().contains(marker)).isFalse();
                if (other == i) {
                    continue;
                }
                assertThat(place.box().intersects(places.get(other).box())).isFalse();
                if (place.leader() != null) {
                    assertThat(place.leader().intersectsLine(new Line2D.Double(marker, marker)))
                            .isFalse();
                    assertThat(place.leader().ptSegDist(marker)).isGreaterThan(MARKER);
                    assertThat(places.get(other).box().intersectsLine(place.leader()))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void namesWithoutRoomSaySo() {
        // Forty names of a third of the width each at one spot do not fit; forty numbers on a wide ring do.
        double[][] heap = new double[40][2];
        double[][] ring = new double[40][2];
        for (int i = 0; i < 40; i++) {
            heap[i] = new double[] {100 + i % 7, 60 + i / 7};
            ring[i] = new double[] {108 + 90 * Math.cos(i * Math.PI / 20), 62 + 50 * Math.sin(i * Math.PI / 20)};
        }
        List<Place> some = places(heap, 70);
        assertThat(some).containsNull();
        assertThat(some.get(some.size() - 1)).isNotNull();
        // The last comes first, and those that are left do not suffer from those that are not.
        List<Place> clear = some.stream().filter(Objects::nonNull).toList();
        assertThat(clear).hasSizeGreaterThan(2);
        for (Place one : clear) {
            assertThat(clear)
                    .filteredOn(other -> other != one)
                    .noneMatch(other -> other.box().intersects(one.box()));
        }
        assertThat(places(ring, 6)).doesNotContainNull();
    }

    private static Lines lines(String... names) {
        List<Double> x = new ArrayList<>(List.of(10.0, 10.1, 10.2, 10.3, 10.2, 10.1, 10.0, 30.0));
        List<Double> y = new ArrayList<>(List.of(5.0, 5.1, 5.0, 5.1, 5.2, 5.3, 5.2, 9.0));
        List<String> labels = new ArrayList<>(Collections.nCopies(x.size(), ""));
        for (int i = 0; i < names.length; i++) {
            labels.set(i, names[i]);
        }
        Line line = new Line("points", x, y, null, labels, Stroke.MARKERS, 0);
        return new Lines("", "x", "y", List.of(), false, false, false, Double.NaN, List.of(line));
    }

    @Test
    void numbersGoFromTheLeftToTheRightAndKeepMarks() {
        Numbered numbered = Numbered.of(lines("first one", "second*", "third", "*"));
        assertThat(numbered.panel().lines().get(0).labels()).startsWith("1", "2*", "3", "*", "");
        assertThat(numbered.key()).isEqualTo("Numbers: 1:\u00a0first\u00a0one; 2:\u00a0second*; 3:\u00a0third.");
        assertThat(Numbered.of(lines("", "*"))).isNull();
    }

    private static String family() {
        try {
            return Fonts.serif();
        } catch (ResultException e) {
            return abort("no serif font is installed");
        }
    }

    @Test
    void crowdedNamesBecomeNumbersWithAKey() {
        System.setProperty("java.awt.headless", "true");
        String family = family();
        String name = "a rather long name of a point";
        Figure crowded =
                new Figure("t", List.of(lines(name, name, name, name, name, name, name, name)), List.of("note"));
        Figure few = new Figure("t", List.of(lines("", "", "", "", "", "", "", name)), List.of("note"));
        Page page = new Page(crowded, family, 252, 0);
        assertThat(page.notes()).anyMatch(note -> note.startsWith("Numbers: 1:"));
        assertThat(page.height()).isGreaterThan(new Page(few, family, 252, 0).height());
        assertThat(new Page(few, family, 252, 0).notes()).containsExactly("note");
    }
}
