package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

import dev.socketio.engine.TransportType;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties for Socket.IO. Options of the Node.js server have the same names and
 * defaults.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("socketio")
public class SocketIOProperties {

	/**
	 * Path of the endpoint. A trailing slash is added if it is missing.
	 */
	private String path = "/socket.io/";

	/**
	 * Transports that clients may use.
	 */
	private Set<TransportType> transports = EnumSet.allOf(TransportType.class);

	/**
	 * Whether polling clients may move to WebSocket.
	 */
	private boolean allowUpgrades = true;

	/**
	 * Time between the pong of a client and the next ping.
	 */
	private Duration pingInterval = Duration.ofSeconds(25);

	/**
	 * Time that a client may take to answer a ping.
	 */
	private Duration pingTimeout = Duration.ofSeconds(20);

	/**
	 * Time that the upgrade of a transport may take.
	 */
	private Duration upgradeTimeout = Duration.ofSeconds(10);

	/**
	 * Time that a client may take to join its first namespace.
	 */
	private Duration connectTimeout = Duration.ofSeconds(45);

	/**
	 * Time to wait for acknowledgements of clients, unless the code sets a timeout.
	 */
	private Duration ackTimeout = Duration.ofSeconds(30);

	/**
	 * Maximum size of a request body and of a WebSocket message.
	 */
	private DataSize maxHttpBufferSize = DataSize.ofBytes(1_000_000);

	/**
	 * Parser that all clients use.
	 */
	private ParserType parser = ParserType.JSON;

	/**
	 * Whether clients of Engine.IO revision 3, which Socket.IO 2 clients are, are served.
	 */
	private boolean allowEio3;

	/**
	 * Whether namespaces that were created by a dynamic namespace go away with their last
	 * socket.
	 */
	private boolean cleanupEmptyChildNamespaces;

	@NestedConfigurationProperty
	private final RecoveryProperties connectionStateRecovery = new RecoveryProperties();

	/**
	 * Compression of WebSocket messages (permessage-deflate).
	 */
	@NestedConfigurationProperty
	private final CompressionProperties perMessageDeflate = new CompressionProperties();

	/**
	 * Compression of polling responses.
	 */
	@NestedConfigurationProperty
	private final CompressionProperties httpCompression = CompressionProperties.on();

	private final Server server = new Server();

	private final Adapter adapter = new Adapter();

	@NestedConfigurationProperty
	private final CookieProperties cookie = new CookieProperties();

	@NestedConfigurationProperty
	private final CorsProperties cors = new CorsProperties();

	@NestedConfigurationProperty
	private final LimitsProperties limits = new LimitsProperties();

	@NestedConfigurationProperty
	private final ListenerProperties listener = new ListenerProperties();

	public String getPath() {
		return this.path;
	}

	public void setPath(String path) {
		this.path = path;
	}

	public Set<TransportType> getTransports() {
		return this.transports;
	}

	public void setTransports(Set<TransportType> transports) {
		this.transports = transports;
	}

	public boolean isAllowUpgrades() {
		return this.allowUpgrades;
	}

	public void setAllowUpgrades(boolean allowUpgrades) {
		this.allowUpgrades = allowUpgrades;
	}

	public Duration getPingInterval() {
		return this.pingInterval;
	}

	public void setPingInterval(Duration pingInterval) {
		this.pingInterval = pingInterval;
	}

	public Duration getPingTimeout() {
		return this.pingTimeout;
	}

	public void setPingTimeout(Duration pingTimeout) {
		this.pingTimeout = pingTimeout;
	}

	public Duration getUpgradeTimeout() {
		return this.upgradeTimeout;
	}

	public void setUpgradeTimeout(Duration upgradeTimeout) {
		this.upgradeTimeout = upgradeTimeout;
	}

	public Duration getConnectTimeout() {
		return this.connectTimeout;
	}

	public void setConnectTimeout(Duration connectTimeout) {
		this.connectTimeout = connectTimeout;
	}

	public Duration getAckTimeout() {
		return this.ackTimeout;
	}

	public void setAckTimeout(Duration ackTimeout) {
		this.ackTimeout = ackTimeout;
	}

	public DataSize getMaxHttpBufferSize() {
		return this.maxHttpBufferSize;
	}

	public void setMaxHttpBufferSize(DataSize maxHttpBufferSize) {
		this.maxHttpBufferSize = maxHttpBufferSize;
	}

	public ParserType getParser() {
		return this.parser;
	}

	public void setParser(ParserType parser) {
		this.parser = parser;
	}

	public boolean isAllowEio3() {
		return this.allowEio3;
	}

	public void setAllowEio3(boolean allowEio3) {
		this.allowEio3 = allowEio3;
	}

	public boolean isCleanupEmptyChildNamespaces() {
		return this.cleanupEmptyChildNamespaces;
	}

	public void setCleanupEmptyChildNamespaces(boolean cleanupEmptyChildNamespaces) {
		this.cleanupEmptyChildNamespaces = cleanupEmptyChildNamespaces;
	}

	public RecoveryProperties getConnectionStateRecovery() {
		return this.connectionStateRecovery;
	}

	public CompressionProperties getPerMessageDeflate() {
		return this.perMessageDeflate;
	}

	public CompressionProperties getHttpCompression() {
		return this.httpCompression;
	}

	public Server getServer() {
		return this.server;
	}

	public Adapter getAdapter() {
		return this.adapter;
	}

	public CookieProperties getCookie() {
		return this.cookie;
	}

	public CorsProperties getCors() {
		return this.cors;
	}

	public LimitsProperties getLimits() {
		return this.limits;
	}

	public ListenerProperties getListener() {
		return this.listener;
	}

	/**
	 * Whether there is a server.
	 *
	 * @since 0.1.0
	 */
	public static class Server {

		/**
		 * Whether to serve clients. Without a server only the emitter is available.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Adapter between the servers of a cluster.
	 *
	 * @since 0.1.0
	 */
	public static class Adapter {

		/**
		 * Adapter that carries events between the servers of a cluster.
		 */
		private AdapterType type = AdapterType.MEMORY;

		public AdapterType getType() {
			return this.type;
		}

		public void setType(AdapterType type) {
			this.type = type;
		}

	}

}
