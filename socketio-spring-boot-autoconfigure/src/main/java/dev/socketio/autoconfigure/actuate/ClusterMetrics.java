package dev.socketio.autoconfigure.actuate;

import dev.socketio.adapter.cluster.ClusterStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Metrics of the messages between servers.
 */
class ClusterMetrics implements MeterBinder {

	private final ClusterStatistics statistics;

	ClusterMetrics(ClusterStatistics statistics) {
		this.statistics = statistics;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder("socketio.adapter.published", this.statistics, ClusterStatistics::publishedMessages)
			.description("Messages for other servers that have been published")
			.register(registry);
		FunctionCounter
			.builder("socketio.adapter.publications.failed", this.statistics, ClusterStatistics::failedPublications)
			.description("Messages for other servers that could not be published")
			.register(registry);
		FunctionCounter.builder("socketio.adapter.received", this.statistics, ClusterStatistics::receivedMessages)
			.description("Messages that arrived, those of this server included")
			.register(registry);
		FunctionCounter.builder("socketio.adapter.ignored", this.statistics, ClusterStatistics::ignoredMessages)
			.description("Messages that were not understood")
			.register(registry);
		FunctionCounter.builder("socketio.adapter.gaps", this.statistics, ClusterStatistics::gaps)
			.description("Interruptions that lasted longer than messages are kept")
			.register(registry);
	}

}
