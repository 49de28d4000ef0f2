/**
 * BaikalDB's wire: the messages generated from our own {@code .proto} files, the numbers of their enums in
 * {@link io.github.binlogcapturer.protocol.WireCodes}, and the methods of its services in
 * {@link io.github.binlogcapturer.protocol.BaikalMethods}. Client and test servers share it; users need none of it.
 */
package io.github.binlogcapturer.protocol;
