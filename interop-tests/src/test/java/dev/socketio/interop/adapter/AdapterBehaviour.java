package dev.socketio.interop.adapter;

import dev.socketio.adapter.RecoveryOptions;
import dev.socketio.server.SocketIOServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every adapter has to do: each test runs once for each {@link AdapterUnderTest}.
 */
@ParameterizedClass
@EnumSource(AdapterUnderTest.class)
abstract class AdapterBehaviour {

	@RegisterExtension
	static final Backings backings = new Backings();

	/** Reports of builds name the test, but not the adapter. */
	@RegisterExtension
	final TestExecutionExceptionHandler failures = (context, error) -> {
		throw new AssertionError(adapter() + ": " + error.getMessage(), error);
	};

	private final AdapterUnderTest adapter;

	private @Nullable TestCluster cluster;

	AdapterBehaviour(AdapterUnderTest adapter) {
		this.adapter = adapter;
	}

	AdapterUnderTest adapter() {
		return this.adapter;
	}

	/** Start servers that know of each other. */
	TestCluster start(int servers) {
		return start(servers, Timing.PATIENT, null);
	}

	TestCluster start(int servers, Timing timing, @Nullable RecoveryOptions recovery) {
		TestCluster started = new TestCluster(backings.get(this.adapter), timing, recovery);
		this.cluster = started;
		for (int i = 0; i < servers; i++) {
			started.add();
		}
		started.awaitAll("/");
		return started;
	}

	SocketIOServer server(int index) {
		return cluster().member(index).server();
	}

	TestCluster cluster() {
		if (this.cluster == null) {
			throw new IllegalStateException("Nothing was started");
		}
		return this.cluster;
	}

	@AfterEach
	void closeCluster() {
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

}
