package org.escalatesim.pagetest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.page.Reproduction;
import org.escalatesim.report.page.SweepPage;
import org.escalatesim.report.page.SweepResults;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Is text that looks like a script harmless, and do ten thousand points still open? */
class HostileAndLargePagesTest {
    private static final String HOSTILE =
            "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>";

    @TempDir
    Path folder;

    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static SweepResults sweep(int points, String name) {
        List<String> columns = new ArrayList<>(List.of("point", "machine", "workload", "pattern", "ring.slots"));
        for (int c = 0; c < 40; c++) {
            columns.add("measure" + c + "_pj");
        }
        columns.add("cycles");
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 1; i <= points; i++) {
            Map<String, String> row = new LinkedHashMap<>();
            row.put("point", Integer.toString(i));
            row.put("machine", i % 2 == 0 ? name : "tile8");
            row.put("workload", "net" + i % 7);
            row.put("pattern", "L<" + i % 12 + ",0>");
            row.put("ring.slots", Integer.toString(1 << i % 8));
            for (int c = 0; c < 40; c++) {
                row.put("measure" + c + "_pj", Long.toString(1_000_003L * i * (c + 1)));
            }
            row.put("cycles", Integer.toString(1_000_000 - 37 * i));
            rows.add(row);
        }
        return new SweepResults(
                name, "0.1.0", List.of("ring.slots"), columns, rows, points, 0, 0, List.of(), List.of());
    }

    private Path write(SweepResults sweep) throws Exception {
        return Files.writeString(
                folder.resolve("page.html"),
                SweepPage.write(sweep, new Reproduction("escalate-sim " + HOSTILE, HOSTILE, HOSTILE)));
    }

    @Test
    void hostileNamesAreText() throws Exception {
        Page page = browser.open(write(sweep(8, HOSTILE)), ColorScheme.LIGHT);
        assertThat(page.title()).isEqualTo("Sweep " + HOSTILE + " - escalate-sim");
        assertThat(page.locator("h1").innerText()).isEqualTo("Sweep " + HOSTILE);
        assertThat(page.locator("#points tbody").innerText()).contains(HOSTILE);
        assertThat(page.locator("img").count()).isZero();
        assertThat(page.locator("#chart-points .u-wrap").count()).isEqualTo(1);
        assertThat(browser.complaints).isEmpty();
        assertThat(browser.requests).isEmpty();
    }

    @Test
    void tenThousandPointsOpen() throws Exception {
        Page page = browser.open(write(sweep(10_000, "large")), ColorScheme.LIGHT);
        assertThat(page.locator("#points tbody tr").count()).isEqualTo(100);
        assertThat(page.locator(".pager .where").innerText()).isEqualTo("page 1 of 100, 10,000 rows");
        page.locator("#points thead button").last().click();
        // the fewest cycles belong to the last point
        assertThat(page.locator("#points tbody tr")
                        .first()
                        .locator("td")
                        .first()
                        .innerText())
                .isEqualTo("10,000");
        page.locator(".pager button").last().click();
        assertThat(page.locator(".pager .where").innerText()).startsWith("page 2 of 100");
        assertThat(page.locator("#points tbody tr")
                        .first()
                        .locator("td")
                        .first()
                        .innerText())
                .isEqualTo("9,900");
        Locator pattern = page.locator("#points thead button", new Page.LocatorOptions().setHasText("pattern"));
        pattern.click();
        pattern.click();
        // 11 is more than 9
        assertThat(page.locator("#points tbody tr").first().innerText()).contains("L<11,0>");
        page.locator(".pager input").fill("net3");
        assertThat(page.locator(".pager .where").innerText()).isEqualTo("page 1 of 15, 1,429 rows");
        assertThat(page.locator("#chart-points .legend").innerText()).contains("10,000 of 10,000 points");
        assertThat(browser.complaints).isEmpty();
        assertThat(browser.requests).isEmpty();
    }
}
