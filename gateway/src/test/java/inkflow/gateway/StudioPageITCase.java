package inkflow.gateway;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.BoundingBox;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.SettingsChanged;
import inkflow.SketchEvent;
import inkflow.Undone;
import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import inkflow.canvas.settings.Use.Slider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, with a test double of the job. */
class StudioPageITCase {
  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static Playwright playwright;
  private static Browser browser;

  private final TestingJob job = new TestingJob();
  private final List<String> problems = new ArrayList<>();
  private Gateway gateway;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void launch() {
    TestingBrowser.assumePresent();
    playwright = Playwright.create();
    browser = TestingBrowser.launch(playwright);
  }

  @AfterAll
  static void quit() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void open() {
    gateway = Gateway.start(GatewayOptions.defaults().withPort(0), job, job);
    job.publish(TestingModels.inkling());
    context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1360, 820));
    page = studio(context, "sea");
  }

  @AfterEach
  void close() {
    context.close();
    gateway.close();
    assertThat(problems).isEmpty();
  }

  private Page studio(BrowserContext in, String session) {
    Page opened = in.newPage();
    opened.onPageError(problems::add);
    opened.navigate(gateway.url() + "#" + session);
    // The first page of a browser loads its forty scripts slowly on a busy machine.
    assertThat(opened.locator("#status"))
        .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(20_000));
    return opened;
  }

  private void shot(String name) throws Exception {
    Files.createDirectories(SCREENSHOTS);
    page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
  }

  /** Drags with the mouse through points in canvas units. */
  private void drag(double... xy) {
    drag(page, xy);
  }

  private static void drag(Page studio, double... xy) {
    BoundingBox box = studio.locator("#sketch").boundingBox();
    studio.mouse().move(box.x + xy[0] * box.width, box.y + xy[1] * box.height);
    studio.mouse().down();
    for (int i = 2; i < xy.length; i += 2) {
      studio
          .mouse()
          .move(
              box.x + xy[i] * box.width,
              box.y + xy[i + 1] * box.height,
              new Mouse.MoveOptions().setSteps(8));
    }
    studio.mouse().up();
  }

  private List<Object> events() {
    return job.events.stream().map(SketchEvent::getEvent).toList();
  }

  private <T> List<T> events(Class<T> type) {
    return events().stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The colour of the generated picture at a point in canvas units, 0xRRGGBB. */
  private int pictureAt(double x, double y) {
    Object colour =
        page.evaluate(
            "([x, y]) => { const c = document.getElementById('picture'); const d ="
                + " c.getContext('2d').getImageData(x * c.width, y * c.height, 1, 1).data; return"
                + " d[0] * 65536 + d[1] * 256 + d[2]; }",
            List.of(x, y));
    return ((Number) colour).intValue();
  }

  /** How blue the drawing of {@code studio} is at a point in canvas units. */
  private static int blueOf(Page studio, double x, double y) {
    Object blue =
        studio.evaluate(
            "([x, y]) => { const c = document.getElementById('sketch'); return"
                + " c.getContext('2d').getImageData(x * c.width, y * c.height, 1, 1).data[2]; }",
            List.of(x, y));
    return ((Number) blue).intValue();
  }

  private static boolean isYellow(int colour) {
    return (colour >> 16 & 255) > 150 && (colour & 255) < 110;
  }

  @Test
  void aStrokeIsInThePictureAndTheReadoutTicks() throws Exception {
    shot("empty");
    page.locator("[aria-label=Brick]").click();
    drag(.2, .3, .5, .6, .8, .35);
    Locator covered = page.locator("#covered");
    assertThat(covered).hasText("Last stroke is in the picture");
    assertThat(page.locator("#p50")).hasText(Pattern.compile("\\d+ ms"));
    Eventually.eventually(() -> assertThat(pictureAt(.5, .58) >> 16 & 255).isGreaterThan(140));
    assertThat(page.locator("#fps")).hasText(Pattern.compile("[1-9]\\d*"));
    assertThat(page.locator(".welcome")).isHidden();
    shot("drawing");
    assertThat(page.locator("#fps")).hasText("–");
  }

  @Test
  void theFirstSceneGivesAPictureAndItsSunCanBeDragged() throws Exception {
    page.locator("#scenes button").first().click();
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.7, .24))).isTrue());
    assertThat(events(SettingsChanged.class).get(0).getPrompt()).isEqualTo("the sun over the sea");
    drag(.7, .24, .3, .3);
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.3, .3))).isTrue());
    assertThat(isYellow(pictureAt(.7, .24))).isFalse();
    assertThat(events(ObjectChanged.class)).hasSizeGreaterThan(2);
    shot("sun-moved");
    page.keyboard().press("Control+z");
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.7, .24))).isTrue());
    assertThat(events(Undone.class)).hasSize(1);
  }

  @Test
  void aShapeIsInThePictureBeforeThePenIsUpAndIsUndoneAsOne() throws Exception {
    page.locator("[data-tool-button=ellipse]").click();
    page.locator("[aria-label=Sun]").click();
    BoundingBox box = page.locator("#sketch").boundingBox();
    page.mouse().move(box.x + .8 * box.width, box.y + .8 * box.height);
    page.mouse().down();
    for (double at : List.of(.7, .5, .3)) {
      page.mouse().move(box.x + at * box.width, box.y + at * box.height);
      page.waitForTimeout(60);
    }
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.36, .5))).isTrue());
    assertThat(isYellow(pictureAt(.32, .32))).isFalse();
    assertThat(events(ObjectAdded.class)).hasSize(1);
    page.mouse().up();
    page.keyboard().press("Control+z");
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.55, .55))).isFalse());
    page.keyboard().press("Control+Shift+z");
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.36, .5))).isTrue());
  }

  @Test
  void aLineKeepsItsWidthWhileItIsPulledAndTurned() throws Exception {
    page.locator("[data-tool-button=line]").click();
    page.locator("[aria-label=Sun]").click();
    drag(.2, .2, .2, .25, .5, .6, .8, .2);
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.5, .2))).isTrue());
    for (double[] outside : new double[][] {{.5, .24}, {.5, .16}, {.2, .25}, {.85, .2}}) {
      assertThat(isYellow(pictureAt(outside[0], outside[1]))).isFalse();
    }
  }

  @Test
  void everyShapeAndSettingReachesTheLog() throws Exception {
    for (String tool : List.of("line", "rectangle", "ellipse", "triangle", "star")) {
      page.locator("[data-tool-button=" + tool + "]").click();
      drag(.2, .2, .6, .5);
    }
    Eventually.eventually(() -> assertThat(events(ObjectAdded.class)).hasSize(5));
    page.locator("#prompt").fill("a small boat");
    page.locator("[name=strength]").fill("0.8");
    page.locator("[name=follow]").fill("1");
    page.locator("[name=steps]").fill("4");
    page.locator("#styles input").first().fill("0.5");
    page.locator("[name=dice]").click();
    page.locator("[name=size]").selectOption("344x256");
    Eventually.eventually(
        () -> {
          assertThat(events(SettingsChanged.class))
              .anyMatch(s -> "a small boat".equals(s.getPrompt()));
          assertThat(events(SettingsChanged.class))
              .anyMatch(s -> Double.valueOf(.8).equals(s.getStrength()));
          assertThat(events(SettingsChanged.class))
              .anyMatch(s -> Double.valueOf(1).equals(s.getFollow()));
          assertThat(events(SettingsChanged.class))
              .anyMatch(s -> Integer.valueOf(4).equals(s.getSteps()));
          assertThat(events(SettingsChanged.class)).anyMatch(s -> s.getSeed() != null);
          assertThat(events(SettingsChanged.class))
              .anyMatch(s -> s.getLoras() != null && s.getLoras().get(0).getName().equals("3d"));
          assertThat(events(SettingsChanged.class))
              .anyMatch(s -> Integer.valueOf(344).equals(s.getWidth()));
        });
    page.waitForTimeout(300);
    shot("shapes-wide");
  }

  @Test
  void controlsAreThoseOfTheModelBehindTheJob() throws Exception {
    assertThat(page.locator("#model")).hasText("inkling on cpu");
    assertThat(page.locator("#styles label span")).hasText(new String[] {"3d", "neon"});
    assertThat(page.locator("#styles label").last())
        .hasAttribute("title", "neon: write \"neon sign\" in the prompt");
    assertThat(page.locator("[name=size]")).hasValue("256x256");
    assertThat(page.locator("[name=follow]")).isVisible();

    job.publish(TestingModels.plain("painter", 512));

    assertThat(page.locator("#model")).hasText("painter on cpu");
    assertThat(page.locator("#styles-group")).isHidden();
    assertThat(page.locator("[name=follow]")).isHidden();
    assertThat(page.locator("[name=size]")).hasValue("512x512");
    assertThat(page.locator("[name=size] option[value='256x256']")).hasCount(0);
  }

  @Test
  void aPageBeforeAnyJobSaysThatControlsAreToCome() {
    TestingLog nobody = new TestingLog();
    try (Gateway other = Gateway.start(GatewayOptions.defaults().withPort(0), nobody, nobody)) {
      page.navigate(other.url() + "#sea");
      assertThat(page.locator("#model"))
          .hasText("Styles and sizes appear when a renderer is there.");
      assertThat(page.locator("#styles-group")).isHidden();
      nobody.publish(TestingModels.inkling());
      assertThat(page.locator("#styles label")).hasCount(2);
    }
  }

  @Test
  void everyDeclaredSliderIsThereAsDeclared() {
    for (Setting<?> setting : PictureSettings.with(Slider.class)) {
      Slider slider = setting.use(Slider.class).orElseThrow();
      Locator input = page.locator("#settings [name=" + setting.name() + "]");
      assertThat(input).hasAttribute("max", text(slider.max()));
      assertThat(input).hasAttribute("step", text(slider.step()));
      setting.standard().value().ifPresent(it -> assertThat(input).hasValue(text(it)));
      assertThat(input.locator("..")).hasAttribute("title", setting.sentence());
      assertThat(input.locator("..").locator("span")).hasText(slider.label());
    }
  }

  @Test
  void everyDeclaredSliderReachesTheLog() throws Exception {
    for (Setting<?> setting : PictureSettings.with(Slider.class)) {
      Locator input = page.locator("#settings [name=" + setting.name() + "]");
      if (input.isVisible()) {
        double most = setting.use(Slider.class).orElseThrow().max();
        input.fill(text(most));
        Eventually.eventually(
            () ->
                assertThat(events(SettingsChanged.class))
                    .as(setting.name())
                    .anyMatch(s -> setting.in(s).map(it -> number(it) == most).orElse(false)));
      }
    }
    assertThat(page.locator("#settings [name=seedVariation]")).isVisible();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }

  /** A number as JavaScript writes it. */
  private static String text(Object number) {
    double value = ((Number) number).doubleValue();
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  @Test
  void twoPeopleSeeEachOtherDraw() throws Exception {
    Page other = studio(browser.newContext(), "sea");
    assertThat(other.locator("#people li")).hasCount(2);
    assertThat(page.locator("#people li")).hasCount(2);
    page.locator("[aria-label=Sea]").click();
    drag(.1, .85, .9, .85);
    Eventually.eventually(() -> assertThat(blueOf(other, .5, .85)).isBetween(180, 215));
    other.context().close();
    assertThat(page.locator("#people li")).hasCount(1);
  }

  @Test
  void strokesThatCrossAtTheSameMomentLieTheSameForAll() throws Exception {
    Page other =
        studio(
            browser.newContext(new Browser.NewContextOptions().setViewportSize(1360, 820)), "sea");
    assertThat(page.locator("#people li")).hasCount(2);
    CountDownLatch log = job.hold();
    page.locator("[aria-label=Sun]").click();
    drag(.1, .5, .9, .5);
    other.locator("[aria-label=Sea]").click();
    drag(other, .5, .1, .5, .9);
    Eventually.eventually(() -> assertThat(blueOf(page, .5, .5)).isLessThan(110));
    log.countDown();
    Eventually.eventually(() -> assertThat(blueOf(page, .5, .5)).isBetween(180, 215));
    Eventually.eventually(() -> assertThat(sketch(page)).isEqualTo(sketch(other)));
    shot("crossing");
    other.context().close();
  }

  /** All pixels of a drawing, as text. */
  private static String sketch(Page studio) {
    return (String) studio.evaluate("document.getElementById('sketch').toDataURL()");
  }

  @Test
  void whatIsDrawnWithoutAConnectionArrivesWhenItIsBack() throws Exception {
    drag(.2, .2, .4, .4);
    int port = gateway.port();
    Eventually.eventually(() -> assertThat(events(ObjectAdded.class)).hasSize(1));
    gateway.close();
    assertThat(page.locator("body")).hasAttribute("data-connection", "offline");
    drag(.6, .6, .8, .8);
    shot("disconnected");
    TestingJob later = new TestingJob();
    gateway = Gateway.start(GatewayOptions.defaults().withPort(port), later, later);
    Eventually.eventually(
        () ->
            assertThat(later.events.stream().map(SketchEvent::getEvent))
                .filteredOn(ObjectAdded.class::isInstance)
                .hasSize(1));
    assertThat(page.locator("#status")).hasText("Live");
  }

  @Test
  void aReloadGoesOnWhereItWasUndoIncluded() throws Exception {
    page.locator("#scenes button").first().click();
    Eventually.eventually(() -> assertThat(events(SettingsChanged.class)).hasSize(1));
    page.reload();
    assertThat(page.locator("#status")).hasText("Live");
    assertThat(page.locator("#prompt")).hasValue("the sun over the sea");
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.7, .24))).isTrue());
    page.keyboard().press("Control+z");
    Eventually.eventually(() -> assertThat(isYellow(pictureAt(.7, .24))).isFalse());
    assertThat(page.locator("#people li")).hasCount(1);
  }

  @Test
  void aCameraThatGoesWithItsPageIsTurnedOff() throws Exception {
    page.locator("#camera").click();
    Eventually.eventually(() -> assertThat(job.cameraFrames).isNotEmpty());
    page.navigate("about:blank");
    Eventually.eventually(() -> assertThat(lastCamera()).isEmpty());
  }

  @Test
  void aCameraPressedTwiceWhileTheBrowserAsksIsNotLeftOn() throws Exception {
    page.evaluate(
        "() => { window.given = []; const devices = navigator.mediaDevices;"
            + " const ask = devices.getUserMedia.bind(devices);"
            + " devices.getUserMedia = async (wish) => {"
            + "   await new Promise((asked) => setTimeout(asked, 300));"
            + "   const stream = await ask(wish); given.push(stream); return stream; }; }");
    page.locator("#camera").click();
    page.locator("#camera").click();
    Eventually.eventually(
        () ->
            assertThat(
                    page.evaluate(
                        "() => given.flatMap((stream) => stream.getTracks())"
                            + ".map((track) => track.readyState).join()"))
                .isEqualTo("ended"));
    assertThat(page.locator("#camera")).hasAttribute("aria-pressed", "false");
    assertThat(events(SettingsChanged.class)).isEmpty();
    assertThat(job.cameraFrames).isEmpty();
  }

  @Test
  void othersSeeWhoseCameraIsOnAndTurnItOff() throws Exception {
    page.locator("#camera").click();
    Eventually.eventually(() -> assertThat(job.cameraFrames).isNotEmpty());
    try (BrowserContext elsewhere = browser.newContext()) {
      Page other = studio(elsewhere, "sea");
      assertThat(other.locator("#camera-owner"))
          .containsText(Pattern.compile("\\S+ \\S+’s camera is in the picture"));
      other.locator("#camera-off").click();
      assertThat(other.locator("#camera-owner")).isHidden();
    }
    assertThat(page.locator("#camera")).hasAttribute("aria-pressed", "false");
    assertThat(page.locator("#live-preview")).isHidden();
    assertThat(page.locator("#toasts")).containsText("turned off by somebody else");
    assertThat(lastCamera()).isEmpty();
  }

  private String lastCamera() {
    List<SettingsChanged> all = events(SettingsChanged.class);
    return all.get(all.size() - 1).getCamera();
  }

  @Test
  void aRefusedEventIsSaidToWhoSentIt() throws Exception {
    page.locator("#scenes button").first().click();
    page.locator("[name=size]")
        .evaluate(
            "e => { e.add(new Option('odd', '130x130')); e.value = '130x130';"
                + " e.dispatchEvent(new Event('change')); }");
    assertThat(page.locator(".toast.error").first()).isVisible();
    shot("notice");
  }

  @Test
  void theCameraGoesToTheJob() throws Exception {
    page.locator("#camera").click();
    Eventually.eventually(() -> assertThat(job.cameraFrames).hasSizeGreaterThan(3));
    assertThat(job.cameraFrames.get(0).getContentType()).isEqualTo("image/jpeg");
    assertThat(events(SettingsChanged.class).get(0).getCameraMix()).isEqualTo(1);
    assertThat(job.cameraFrames.get(0).getSourceId()).isEqualTo(lastCamera()).endsWith(".camera");
    shot("camera");
    page.locator("#camera").click();
    Eventually.eventually(() -> assertThat(lastCamera()).isEmpty());
  }

  @Test
  void viewersSeeThePictureAndAPhoneHasItAll() throws Exception {
    page.locator("#scenes button").first().click();
    Page watching = context.newPage();
    watching.onPageError(problems::add);
    watching.navigate(gateway.url() + "view/sea");
    assertThat(watching.locator("#caption")).hasText("the sun over the sea");
    watching.waitForTimeout(500);
    watching.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve("viewer.png")));
    page.setViewportSize(390, 844);
    page.waitForTimeout(400);
    shot("phone");
    page.locator("#toggle-panel").click();
    page.waitForTimeout(400);
    shot("phone-settings");
    page.locator("#close-panel").click();
    page.setViewportSize(1024, 768);
    page.waitForTimeout(400);
    shot("tablet");
    page.setViewportSize(1360, 820);
    page.locator("[data-layout-button=blend]").click();
    page.waitForTimeout(400);
    shot("blend");
    page.locator("#share").click();
    page.waitForTimeout(300);
    shot("share");
  }
}
