package dev.socketio.testsupport;

import java.lang.reflect.Method;
import java.util.List;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LeakGuardTests {

	private final LeakGuard guard = new LeakGuard();

	@Test
	void isInstalledBeforeTheFirstTest() {
		assertThat(ResourceLeakDetectorFactory.instance()).isSameAs(Guards.LEAKS);
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
	}

	@Test
	void reportsWhatIsCollectedWithoutRelease() {
		ResourceLeakDetector<byte[]> detector = this.guard.newResourceLeakDetector(byte[].class, 1);
		ResourceLeakTracker<byte[]> tracker = track(detector);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(this::collectAndCheck)
			.withMessageContaining("without release()")
			.withMessageContaining("LeakGuardTests.track");
		assertThat(tracker).isNotNull();
	}

	@Test
	void isSilentAboutWhatIsReleased() {
		ResourceLeakDetector<byte[]> detector = this.guard.newResourceLeakDetector(byte[].class, 1);
		byte[] resource = new byte[1];
		ResourceLeakTracker<byte[]> tracker = detector.track(resource);
		assertThat(tracker).isNotNull();
		tracker.close(resource);
		assertThatCode(this::collectAndCheck).doesNotThrowAnyException();
	}

	private void collectAndCheck() {
		this.guard.collect();
		this.guard.check();
	}

	@Test
	void toleratesLeaksOfTheMongoDriver() throws ReflectiveOperationException {
		ResourceLeakDetector<byte[]> detector = this.guard.newResourceLeakDetector(byte[].class, 1);
		Method report = ResourceLeakDetector.class.getDeclaredMethod("reportTracedLeak", String.class, String.class);
		report.setAccessible(true);
		String driver = "\n\tcom.mongodb.internal.connection.netty.NettyStream.readAsync(NettyStream.java:311)";
		report.invoke(detector, "ByteBuf", driver);
		assertThat(this.guard.findings().drain()).isEmpty();
		report.invoke(detector, "ByteBuf", driver + "\n\tdev.socketio.A.b(A.java:1)");
		assertThat(this.guard.findings().drain()).hasSize(1);
	}

	@Test
	void leavesFramesOfTestMachineryOut() {
		this.guard.findings().add("Created at:\n\tdev.socketio.A.b(A.java:1)\n\torg.junit.platform.X.y(X.java:2)");
		List<String> drained = this.guard.findings().drain();
		assertThat(drained).containsExactly("Created at:\n\tdev.socketio.A.b(A.java:1)");
	}

	/**
	 * In a method of its own, so that no stack slot keeps the resource reachable.
	 */
	private static ResourceLeakTracker<byte[]> track(ResourceLeakDetector<byte[]> detector) {
		return detector.track(new byte[1]);
	}

}
