package inkflow.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, with the whole demo behind it: broker, job, engine, Inkling. */
class StudioE2ECase {
  private static final int SOON_MILLIS = 60_000;
  private static final Pattern FIGURE = Pattern.compile("\\d+(\\.\\d+)? m?s");

  private static final Playwright.CreateOptions NO_BROWSER_OF_ITS_OWN =
      new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));

  @TempDir Path folder;

  @Test
  void theSunInThePictureFollowsTheHand() throws Exception {
    List<Path> chromium =
        Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .toList();
    Assumptions.assumeFalse(chromium.isEmpty(), "no Chromium on this machine");
    BrowserType.LaunchOptions options =
        new BrowserType.LaunchOptions()
            .setExecutablePath(chromium.get(0))
            .setArgs(List.of("--no-sandbox"));
    try (DemoProcess demo = DemoProcess.start(folder).awaitReady();
        Playwright playwright = Playwright.create(NO_BROWSER_OF_ITS_OWN)) {
      Page page = playwright.chromium().launch(options).newPage();
      page.setDefaultTimeout(SOON_MILLIS);
      page.navigate(demo.url());
      // The first page of a browser loads its forty scripts slowly on a busy machine.
      assertThat(page.locator("#status"))
          .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(SOON_MILLIS));
      assertThat(page.locator("#model")).hasText("inkling on cpu");
      assertThat(page.locator("#styles label span"))
          .hasText(new String[] {"3d", "ink", "neon", "pencil"});
      paintTheSunOverTheSea(page);
      awaitYellowSky(page, .7, .24);
      assertThat(page.locator("#p50")).hasText(FIGURE);
      drag(page, .7, .24, .3, .3);
      awaitYellowSky(page, .3, .3);
      assertThat(yellowness(page, .7, .24)).as("where the sun was").isLessThan(0);
    }
  }

  /** The first scene: blue bands, sand, a yellow disc, and its prompt. */
  private static void paintTheSunOverTheSea(Page page) {
    page.locator("#scenes button").first().click();
    assertThat(page.locator("#prompt")).hasValue("the sun over the sea");
  }

  private static void awaitYellowSky(Page page, double x, double y) {
    long end = System.nanoTime() + SOON_MILLIS * 1_000_000L;
    while (yellowness(page, x, y) < 40) {
      assertThat(System.nanoTime()).as("time until a sun at %s, %s", x, y).isLessThan(end);
      page.waitForTimeout(50);
    }
    assertThat(page.locator("#covered")).hasText("Last stroke is in the picture");
  }

  /** Red minus blue of the generated picture at a point in canvas units. */
  private static int yellowness(Page page, double x, double y) {
    Object difference =
        page.evaluate(
            "([x, y]) => { const c = document.getElementById('picture'); const d ="
                + " c.getContext('2d').getImageData(x * c.width, y * c.height, 1, 1).data; return"
                + " d[0] - d[2]; }",
            List.of(x, y));
    return ((Number) difference).intValue();
  }

  private static void drag(Page page, double x, double y, double toX, double toY) {
    BoundingBox box = page.locator("#sketch").boundingBox();
    Mouse mouse = page.mouse();
    mouse.move(box.x + x * box.width, box.y + y * box.height);
    mouse.down();
    mouse.move(
        box.x + toX * box.width, box.y + toY * box.height, new Mouse.MoveOptions().setSteps(30));
    mouse.up();
  }
}
