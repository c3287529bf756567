package dev.socketio.autoconfigure.mongo;

import java.time.Duration;

import dev.socketio.adapter.mongo.MongoOptions;
import dev.socketio.autoconfigure.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties for adapters and emitters that use MongoDB. Names and defaults are those of
 * the Node.js packages.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("socketio.adapter.mongo")
public class SocketIOMongoProperties {

	private static final String PREFIX = "adapter.mongo.";

	/**
	 * Name of the database. By default that of the MongoDB connection.
	 */
	private @Nullable String database;

	/**
	 * Name of the collection, the same for all servers of a cluster.
	 */
	private String collection = "socket.io-adapter-events";

	/**
	 * Whether documents have a date, by which a TTL index removes them. Without it the
	 * collection is to be capped.
	 */
	private boolean addCreatedAtField;

	/**
	 * Time after which a server that has published nothing tells the others that it is
	 * there.
	 */
	private Duration heartbeatInterval = Duration.ofSeconds(5);

	/**
	 * Time after which a server that has published nothing does not count any more.
	 */
	private Duration heartbeatTimeout = Duration.ofSeconds(10);

	/**
	 * Time that other servers have to answer a request, unless the caller sets another.
	 */
	private Duration requestTimeout = Duration.ofSeconds(5);

	/**
	 * Size of the capped collection, if it is created.
	 */
	private DataSize cappedSize = DataSize.ofBytes(1_000_000);

	/**
	 * Time that documents stay in a collection with a date, if it is created.
	 */
	private Duration timeToLive = Duration.ofHours(1);

	/**
	 * Maximum number of messages that wait for MongoDB, for example while the connection
	 * is down. Further ones are dropped, counted and reported.
	 */
	private int maxPendingPublications = 10000;

	public @Nullable String getDatabase() {
		return this.database;
	}

	public void setDatabase(@Nullable String database) {
		this.database = database;
	}

	public String getCollection() {
		return this.collection;
	}

	public void setCollection(String collection) {
		this.collection = collection;
	}

	public boolean isAddCreatedAtField() {
		return this.addCreatedAtField;
	}

	public void setAddCreatedAtField(boolean addCreatedAtField) {
		this.addCreatedAtField = addCreatedAtField;
	}

	public Duration getHeartbeatInterval() {
		return this.heartbeatInterval;
	}

	public void setHeartbeatInterval(Duration heartbeatInterval) {
		this.heartbeatInterval = heartbeatInterval;
	}

	public Duration getHeartbeatTimeout() {
		return this.heartbeatTimeout;
	}

	public void setHeartbeatTimeout(Duration heartbeatTimeout) {
		this.heartbeatTimeout = heartbeatTimeout;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public DataSize getCappedSize() {
		return this.cappedSize;
	}

	public void setCappedSize(DataSize cappedSize) {
		this.cappedSize = cappedSize;
	}

	public Duration getTimeToLive() {
		return this.timeToLive;
	}

	public void setTimeToLive(Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	public int getMaxPendingPublications() {
		return this.maxPendingPublications;
	}

	public void setMaxPendingPublications(int maxPendingPublications) {
		this.maxPendingPublications = maxPendingPublications;
	}

	/**
	 * Return the options of the adapter and the emitter.
	 * @return the options
	 * @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException
	 * if a property is out of range
	 */
	public MongoOptions toOptions() {
		PropertyChecks.duration(PREFIX + "heartbeat-interval", this.heartbeatInterval);
		PropertyChecks.duration(PREFIX + "heartbeat-timeout", this.heartbeatTimeout);
		PropertyChecks.duration(PREFIX + "request-timeout", this.requestTimeout);
		PropertyChecks.duration(PREFIX + "time-to-live", this.timeToLive);
		PropertyChecks.check(PREFIX + "heartbeat-timeout", this.heartbeatTimeout,
				this.heartbeatTimeout.compareTo(this.heartbeatInterval) > 0,
				"Must be longer than the heartbeat interval");
		PropertyChecks.check(PREFIX + "time-to-live", this.timeToLive,
				this.timeToLive.compareTo(Duration.ofSeconds(1)) >= 0, "Must be at least one second");
		PropertyChecks.check(PREFIX + "capped-size", this.cappedSize, this.cappedSize.toBytes() > 0,
				"Must be positive");
		PropertyChecks.atLeast(PREFIX + "max-pending-publications", this.maxPendingPublications, 1);
		return MongoOptions.builder()
			.collection(this.collection)
			.addCreatedAtField(this.addCreatedAtField)
			.heartbeatInterval(this.heartbeatInterval)
			.heartbeatTimeout(this.heartbeatTimeout)
			.requestTimeout(this.requestTimeout)
			.cappedSize(this.cappedSize.toBytes())
			.timeToLive(this.timeToLive)
			.maxPendingPublications(this.maxPendingPublications)
			.build();
	}

}
