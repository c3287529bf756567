package dev.socketio.autoconfigure.redis;

import java.time.Duration;

import dev.socketio.adapter.redis.PubSubOptions;
import dev.socketio.adapter.redis.RedisOptions;
import dev.socketio.adapter.redis.ShardedOptions;
import dev.socketio.adapter.redis.StreamsOptions;
import dev.socketio.adapter.redis.SubscriptionMode;
import dev.socketio.autoconfigure.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties for adapters and emitters that use Redis. Names and defaults are those of
 * the Node.js packages.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("socketio.adapter.redis")
public class SocketIORedisProperties {

	private static final String PREFIX = "adapter.redis.";

	/**
	 * Redis feature that connects servers, the same for all servers of a cluster.
	 */
	private RedisMode mode = RedisMode.PUBSUB;

	/**
	 * Time that other servers have to answer a request, unless the caller sets another.
	 */
	private Duration requestTimeout = Duration.ofSeconds(5);

	/**
	 * Maximum number of messages that wait for Redis, for example while the connection is
	 * down. Further ones are dropped, counted and reported.
	 */
	private int maxPendingPublications = 10000;

	/**
	 * Prefix of all channels (mode pubsub).
	 */
	private String key = "socket.io";

	/**
	 * Whether answers go to the server that asked only, instead of to all (mode pubsub).
	 */
	private boolean publishOnSpecificResponseChannel;

	/**
	 * Prefix of all channels (modes sharded and streams).
	 */
	private String channelPrefix = "socket.io";

	/**
	 * Which rooms have a channel of their own (mode sharded).
	 */
	private SubscriptionMode subscriptionMode = SubscriptionMode.DYNAMIC;

	/**
	 * Key of the stream, or the beginning of the keys of several (mode streams).
	 */
	private String streamName = "socket.io";

	/**
	 * Number of streams that share the namespaces (mode streams).
	 */
	private int streamCount = 1;

	/**
	 * Approximate number of entries that a stream keeps (mode streams).
	 */
	private long maxLen = 10000;

	/**
	 * Maximum number of entries that are read at once (mode streams).
	 */
	private int readCount = 100;

	/**
	 * Time that a read waits for entries (mode streams).
	 */
	private Duration blockTime = Duration.ofSeconds(5);

	/**
	 * Beginning of the keys of sessions that can be recovered (mode streams).
	 */
	private String sessionKeyPrefix = "sio:session:";

	/**
	 * Whether streams hold JSON only, so that bytes arrive as objects (mode streams).
	 */
	private boolean onlyPlaintext;

	/**
	 * Whether the channels of requests and answers are sharded (mode streams).
	 */
	private boolean useShardedPubSub;

	public RedisMode getMode() {
		return this.mode;
	}

	public void setMode(RedisMode mode) {
		this.mode = mode;
	}

	public Duration getRequestTimeout() {
		return this.requestTimeout;
	}

	public void setRequestTimeout(Duration requestTimeout) {
		this.requestTimeout = requestTimeout;
	}

	public int getMaxPendingPublications() {
		return this.maxPendingPublications;
	}

	public void setMaxPendingPublications(int maxPendingPublications) {
		this.maxPendingPublications = maxPendingPublications;
	}

	public String getKey() {
		return this.key;
	}

	public void setKey(String key) {
		this.key = key;
	}

	public boolean isPublishOnSpecificResponseChannel() {
		return this.publishOnSpecificResponseChannel;
	}

	public void setPublishOnSpecificResponseChannel(boolean publishOnSpecificResponseChannel) {
		this.publishOnSpecificResponseChannel = publishOnSpecificResponseChannel;
	}

	public String getChannelPrefix() {
		return this.channelPrefix;
	}

	public void setChannelPrefix(String channelPrefix) {
		this.channelPrefix = channelPrefix;
	}

	public SubscriptionMode getSubscriptionMode() {
		return this.subscriptionMode;
	}

	public void setSubscriptionMode(SubscriptionMode subscriptionMode) {
		this.subscriptionMode = subscriptionMode;
	}

	public String getStreamName() {
		return this.streamName;
	}

	public void setStreamName(String streamName) {
		this.streamName = streamName;
	}

	public int getStreamCount() {
		return this.streamCount;
	}

	public void setStreamCount(int streamCount) {
		this.streamCount = streamCount;
	}

	public long getMaxLen() {
		return this.maxLen;
	}

	public void setMaxLen(long maxLen) {
		this.maxLen = maxLen;
	}

	public int getReadCount() {
		return this.readCount;
	}

	public void setReadCount(int readCount) {
		this.readCount = readCount;
	}

	public Duration getBlockTime() {
		return this.blockTime;
	}

	public void setBlockTime(Duration blockTime) {
		this.blockTime = blockTime;
	}

	public String getSessionKeyPrefix() {
		return this.sessionKeyPrefix;
	}

	public void setSessionKeyPrefix(String sessionKeyPrefix) {
		this.sessionKeyPrefix = sessionKeyPrefix;
	}

	public boolean isOnlyPlaintext() {
		return this.onlyPlaintext;
	}

	public void setOnlyPlaintext(boolean onlyPlaintext) {
		this.onlyPlaintext = onlyPlaintext;
	}

	public boolean isUseShardedPubSub() {
		return this.useShardedPubSub;
	}

	public void setUseShardedPubSub(boolean useShardedPubSub) {
		this.useShardedPubSub = useShardedPubSub;
	}

	/**
	 * Return the options of the adapter and the emitter.
	 * @return the options, of the type that belongs to the mode
	 * @throws org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException
	 * if a property is out of range
	 */
	public RedisOptions toOptions() {
		check();
		RedisOptions.Builder<?> builder = switch (this.mode) {
			case PUBSUB -> PubSubOptions.builder()
				.key(this.key)
				.publishOnSpecificResponseChannel(this.publishOnSpecificResponseChannel);
			case SHARDED ->
				ShardedOptions.builder().channelPrefix(this.channelPrefix).subscriptionMode(this.subscriptionMode);
			case STREAMS -> streams();
		};
		return builder.requestTimeout(this.requestTimeout).maxPendingPublications(this.maxPendingPublications).build();
	}

	private StreamsOptions.Builder streams() {
		return StreamsOptions.builder()
			.streamName(this.streamName)
			.streamCount(this.streamCount)
			.channelPrefix(this.channelPrefix)
			.useShardedPubSub(this.useShardedPubSub)
			.maxLen(this.maxLen)
			.readCount(this.readCount)
			.blockTime(this.blockTime)
			.sessionKeyPrefix(this.sessionKeyPrefix)
			.onlyPlaintext(this.onlyPlaintext);
	}

	private void check() {
		PropertyChecks.duration(PREFIX + "request-timeout", this.requestTimeout);
		PropertyChecks.duration(PREFIX + "block-time", this.blockTime);
		PropertyChecks.atLeast(PREFIX + "max-pending-publications", this.maxPendingPublications, 1);
		PropertyChecks.atLeast(PREFIX + "stream-count", this.streamCount, 1);
		PropertyChecks.atLeast(PREFIX + "max-len", this.maxLen, 1);
		PropertyChecks.atLeast(PREFIX + "read-count", this.readCount, 1);
	}

}
