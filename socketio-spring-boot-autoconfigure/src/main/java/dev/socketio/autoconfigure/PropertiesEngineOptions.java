package dev.socketio.autoconfigure;

import java.time.Duration;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

import dev.socketio.engine.CookieOptions;
import dev.socketio.engine.EngineLimits;
import dev.socketio.engine.EngineOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.util.unit.DataSize;

/**
 * Maps properties to engine options.
 */
final class PropertiesEngineOptions {

	private PropertiesEngineOptions() {
	}

	static EngineOptions of(SocketIOProperties properties, Stream<EngineOptionsCustomizer> customizers) {
		EngineOptions.Builder builder = EngineOptions.builder();
		apply(properties, builder);
		customizers.forEach((customizer) -> customizer.customize(builder));
		return builder.build();
	}

	private static void apply(SocketIOProperties properties, EngineOptions.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		map.from(PropertyChecks.duration("ping-interval", properties.getPingInterval())).to(builder::pingInterval);
		map.from(PropertyChecks.duration("ping-timeout", properties.getPingTimeout())).to(builder::pingTimeout);
		map.from(PropertyChecks.duration("upgrade-timeout", properties.getUpgradeTimeout()))
			.to(builder::upgradeTimeout);
		map.from(size(properties.getMaxHttpBufferSize())).to(builder::maxHttpBufferSize);
		PropertyChecks.check("transports", properties.getTransports(), !properties.getTransports().isEmpty(),
				"At least one transport is needed");
		map.from(properties::getTransports).to(builder::transports);
		map.from(properties::isAllowUpgrades).to(builder::allowUpgrades);
		map.from(properties.getPerMessageDeflate().toThreshold("per-message-deflate"))
			.to(builder::perMessageDeflateThreshold);
		map.from(properties.getHttpCompression().toThreshold("http-compression")).to(builder::httpCompressionThreshold);
		map.from(properties::isAllowEio3).to(builder::allowEio3);
		map.from(cookie(properties.getCookie())).to(builder::cookie);
		builder.limits((limits) -> apply(properties, limits));
	}

	private static void apply(SocketIOProperties properties, EngineLimits.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		LimitsProperties limits = properties.getLimits();
		map.from(PropertyChecks.bytes("limits.max-buffered-bytes", limits.getMaxBufferedBytes()))
			.to(builder::maxBufferedBytes);
		map.from(PropertyChecks.atLeast("limits.max-buffered-packets", limits.getMaxBufferedPackets(), 1))
			.to(builder::maxBufferedPackets);
		applyTotal("limits.max-total-buffered-bytes", limits.getMaxTotalBufferedBytes(),
				builder::maxTotalBufferedBytes);
		applyTotal("limits.max-total-pending-bytes", limits.getMaxTotalPendingBytes(), builder::maxTotalPendingBytes);
		map.from(PropertyChecks.atLeast("limits.max-sessions", limits.getMaxSessions(), 1)).to(builder::maxSessions);
		map.from(PropertyChecks.atLeast("limits.max-sessions-per-address", limits.getMaxSessionsPerAddress(), 0))
			.to(builder::maxSessionsPerAddress);
		applyPending(properties.getListener(), builder);
	}

	private static void applyTotal(String name, @Nullable DataSize value, LongConsumer option) {
		if (value != null) {
			option.accept(PropertyChecks.bytes(name, value));
		}
	}

	private static void applyPending(ListenerProperties listener, EngineLimits.Builder builder) {
		builder.maxPendingMessages(PropertyChecks.atLeast("listener.max-pending", listener.getMaxPending(), 1));
		DataSize bytes = listener.getMaxPendingBytes();
		if (bytes != null) {
			builder.maxPendingBytes(PropertyChecks.bytes("listener.max-pending-bytes", bytes));
		}
	}

	private static int size(DataSize value) {
		long bytes = value.toBytes();
		PropertyChecks.check("max-http-buffer-size", value, bytes > 0 && bytes <= Integer.MAX_VALUE,
				"Must be at least 1 byte and less than 2GB");
		return (int) bytes;
	}

	private static @Nullable CookieOptions cookie(CookieProperties cookie) {
		Duration maxAge = cookie.getMaxAge();
		if (maxAge != null) {
			PropertyChecks.anyDuration("cookie.max-age", maxAge);
		}
		if (!cookie.isEnabled()) {
			return null;
		}
		return CookieOptions.builder()
			.name(cookie.getName())
			.path(cookie.getPath())
			.domain(cookie.getDomain())
			.maxAge(maxAge)
			.httpOnly(cookie.isHttpOnly())
			.secure(cookie.isSecure())
			.sameSite(cookie.getSameSite().attribute())
			.build();
	}

}
