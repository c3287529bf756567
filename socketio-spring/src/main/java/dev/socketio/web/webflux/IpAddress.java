package dev.socketio.web.webflux;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of an IP address: IPv6 as in RFC 5952, without zone, and IPv4 also
 * where it is embedded in IPv6. Proxies differ in brackets, ports and capitals.
 */
final class IpAddress {

	private IpAddress() {
	}

	/** The address of a peer, which may come from a forwarding header. */
	static String of(InetSocketAddress peer) {
		InetAddress address = peer.getAddress();
		// unresolved when Spring has taken it from a forwarding header
		return (address != null) ? text(address.getAddress()) : of(peer.getHostString());
	}

	/**
	 * The address in a text, or the text itself if there is none, such as
	 * {@code unknown}.
	 */
	static String of(String text) {
		String address = parse(withoutBrackets(text));
		return (address != null) ? address : text;
	}

	private static String withoutBrackets(String text) {
		int end = text.startsWith("[") ? text.indexOf(']') : -1;
		return (end >= 0) ? text.substring(1, end) : text;
	}

	private static @Nullable String parse(String text) {
		byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
		int colon = text.indexOf(':');
		if (bytes == null && colon >= 0 && colon == text.lastIndexOf(':')) {
			bytes = NetUtil.createByteArrayFromIpAddressString(text.substring(0, colon));
		}
		return (bytes != null) ? text(bytes) : null;
	}

	private static String text(byte[] bytes) {
		try {
			// makes IPv4 of what is embedded in IPv6
			return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
		}
		catch (UnknownHostException ex) {
			throw new IllegalStateException("An IP address of " + bytes.length + " bytes", ex);
		}
	}

}
