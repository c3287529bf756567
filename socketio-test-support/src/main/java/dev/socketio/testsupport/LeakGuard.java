package dev.socketio.testsupport;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;

/**
 * Makes Netty's leak detector paranoid and remembers what it reports.
 */
final class LeakGuard extends ResourceLeakDetectorFactory {

	/**
	 * A reference is queued some time after the collection that cleared it, so one
	 * collection is not enough.
	 */
	private static final int COLLECTIONS = 4;

	private static final long MILLIS_BETWEEN_COLLECTIONS = 50;

	private static final long MILLIS_UNTIL_QUEUED = 10_000;

	/**
	 * When its client is closed, the MongoDB driver forgets the part of an answer that
	 * has arrived already.
	 */
	private static final String FORGETFUL = "com.mongodb.internal.connection.netty.NettyStream";

	private static final String OWN = "dev.socketio.";

	private final Queue<RecordingLeakDetector<?>> detectors = new ConcurrentLinkedQueue<>();

	private final Findings findings = new Findings("Netty resources were garbage-collected without release()");

	/**
	 * Has to run before the first Netty class that counts references is initialized: each
	 * takes its detector in a static initializer.
	 */
	void install() {
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(this);
	}

	@Override
	@SuppressWarnings("deprecation")
	public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
			long maxActive) {
		return newResourceLeakDetector(resource, samplingInterval);
	}

	@Override
	public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
		RecordingLeakDetector<T> detector = new RecordingLeakDetector<>(resource, samplingInterval, this.findings);
		this.detectors.add(detector);
		return detector;
	}

	/**
	 * Fail if garbage that has been collected was a resource that is still owned.
	 */
	void check() {
		this.findings.failIfAny();
	}

	Findings findings() {
		return this.findings;
	}

	/**
	 * Collect all garbage there is.
	 */
	void collect() {
		for (int i = 0; i < COLLECTIONS; i++) {
			ReferenceQueue<Object> queue = new ReferenceQueue<>();
			WeakReference<Object> canary = new WeakReference<>(new Object(), queue);
			System.gc();
			pause(canary, queue);
			this.detectors.forEach(RecordingLeakDetector::poll);
		}
	}

	/** Until the thread that queues references is at work, and a little longer. */
	private static void pause(WeakReference<Object> canary, ReferenceQueue<Object> queue) {
		try {
			queue.remove(MILLIS_UNTIL_QUEUED);
			Reference.reachabilityFence(canary);
			Thread.sleep(MILLIS_BETWEEN_COLLECTIONS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class RecordingLeakDetector<T> extends ResourceLeakDetector<T> {

		private final Findings findings;

		private RecordingLeakDetector(Class<T> resource, int samplingInterval, Findings findings) {
			super(resource, samplingInterval);
			this.findings = findings;
		}

		/**
		 * A detector looks at its reference queue only when something new is tracked.
		 */
		@SuppressWarnings("unchecked")
		private void poll() {
			T nothing = (T) new Object();
			ResourceLeakTracker<T> tracker = trackForcibly(nothing);
			if (tracker != null) {
				tracker.close(nothing);
			}
		}

		@Override
		protected boolean needReport() {
			return true;
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			if (!records.contains(FORGETFUL) || records.contains(OWN)) {
				this.findings.add(resourceType + records);
			}
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			this.findings.add(resourceType);
		}

	}

}
