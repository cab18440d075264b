package org.escalatesim.pagetest;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A headless Chromium of the system; whatever it asks for and complains of is kept. */
final class Browser implements AutoCloseable {
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/usr/bin/google-chrome-stable");
    private static final Path FONTS = Path.of("/usr/share/fonts");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    /** What pages wrote to the console as errors or warnings, and exceptions that they did not catch. */
    final List<String> complaints = new ArrayList<>();
    /** Addresses that pages asked for, their own files left out. */
    final List<String> requests = new ArrayList<>();

    private Browser(Path chromium) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    /** Starts one; skips the test where there is no browser or no font. */
    static Browser start() {
        String given = System.getenv("ESCALATE_SIM_CHROMIUM");
        Path found = Stream.concat(Stream.ofNullable(given), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                found != null, "skipped: needs Chromium (apt-get install chromium, or ESCALATE_SIM_CHROMIUM=FILE)");
        Assumptions.assumeTrue(hasFont(), "skipped: needs a font (apt-get install fonts-dejavu-core)");
        return new Browser(found);
    }

    private static boolean hasFont() {
        try (Stream<Path> files = Files.walk(FONTS)) {
            return files.anyMatch(
                    file -> file.toString().endsWith(".ttf") || file.toString().endsWith(".otf"));
        } catch (IOException e) {
            return false;
        }
    }

    /** Opens a file and waits until its scripts have run. */
    Page open(Path file, ColorScheme scheme) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(1280, 900)
                .setColorScheme(scheme));
        Page page = context.newPage();
        String own = file.toUri().toString();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().equals(own) && !request.url().startsWith("data:")) {
                requests.add(request.url());
            }
        });
        page.navigate(own);
        page.waitForSelector(
                "html[data-ready=yes]", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
