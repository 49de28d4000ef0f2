/** What those who write a folder and those who read it have in common: the names of the files, and how they are compressed. */
@NullMarked
package io.github.binlogcapturer.sink.file.internal.files;

import org.jspecify.annotations.NullMarked;
