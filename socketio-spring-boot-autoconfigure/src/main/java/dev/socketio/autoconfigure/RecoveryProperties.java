package dev.socketio.autoconfigure;

import java.time.Duration;

import dev.socketio.adapter.RecoveryOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Connection state recovery.
 *
 * @since 0.1.0
 */
public class RecoveryProperties {

	/**
	 * Whether clients can continue where they were after a short loss of connection.
	 */
	private boolean enabled;

	/**
	 * Time that a client may be away.
	 */
	private Duration maxDisconnectionDuration = Duration.ofMinutes(2);

	/**
	 * Whether namespace middlewares are not asked again.
	 */
	private boolean skipMiddlewares = true;

	/**
	 * Maximum number of packets kept for each namespace by the in-memory adapter.
	 */
	private int maxPackets = 10000;

	/**
	 * Maximum number of disconnected clients kept for each namespace by the in-memory
	 * adapter.
	 */
	private int maxSessions = 10000;

	/**
	 * Maximum size of the packets that the in-memory adapter keeps for all namespaces
	 * together, as an estimate.
	 */
	private DataSize maxBytes = DataSize.ofMegabytes(64);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getMaxDisconnectionDuration() {
		return this.maxDisconnectionDuration;
	}

	public void setMaxDisconnectionDuration(Duration maxDisconnectionDuration) {
		this.maxDisconnectionDuration = maxDisconnectionDuration;
	}

	public boolean isSkipMiddlewares() {
		return this.skipMiddlewares;
	}

	public void setSkipMiddlewares(boolean skipMiddlewares) {
		this.skipMiddlewares = skipMiddlewares;
	}

	public int getMaxPackets() {
		return this.maxPackets;
	}

	public void setMaxPackets(int maxPackets) {
		this.maxPackets = maxPackets;
	}

	public int getMaxSessions() {
		return this.maxSessions;
	}

	public void setMaxSessions(int maxSessions) {
		this.maxSessions = maxSessions;
	}

	public DataSize getMaxBytes() {
		return this.maxBytes;
	}

	public void setMaxBytes(DataSize maxBytes) {
		this.maxBytes = maxBytes;
	}

	/** The options, or {@code null} if recovery is off. */
	@Nullable RecoveryOptions toOptions() {
		String prefix = "connection-state-recovery.";
		PropertyChecks.duration(prefix + "max-disconnection-duration", this.maxDisconnectionDuration);
		if (!this.enabled) {
			return null;
		}
		PropertyChecks.check(prefix + "max-bytes", this.maxBytes, this.maxBytes.toBytes() > 0, "Must be positive");
		return new RecoveryOptions(this.maxDisconnectionDuration, this.skipMiddlewares,
				PropertyChecks.atLeast(prefix + "max-packets", this.maxPackets, 1),
				PropertyChecks.atLeast(prefix + "max-sessions", this.maxSessions, 1), this.maxBytes.toBytes());
	}

}
