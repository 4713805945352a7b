<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <source>New Window</source>
        <translation>Neues Fenster</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <source>Open Recent…</source>
        <translation>Zuletzt geöffnet …</translation>
    </message>
    <message>
        <source>Reopen Closed Tab</source>
        <translation>Reiter wieder öffnen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>Alle speichern</translation>
    </message>
    <message>
        <source>Language…</source>
        <translation>Sprache …</translation>
    </message>
    <message>
        <source>Encoding…</source>
        <translation>Kodierung …</translation>
    </message>
    <message>
        <source>Reopen with Encoding…</source>
        <translation>Mit Kodierung neu öffnen …</translation>
    </message>
    <message>
        <source>Save with Encoding…</source>
        <translation>Mit Kodierung speichern …</translation>
    </message>
    <message>
        <source>Line Ends…</source>
        <translation>Zeilenenden …</translation>
    </message>
    <message>
        <source>Indentation…</source>
        <translation>Einzug …</translation>
    </message>
    <message>
        <source>Compare with File</source>
        <translation>Mit der Datei vergleichen</translation>
    </message>
    <message>
        <source>Read File Again</source>
        <translation>Datei neu lesen</translation>
    </message>
    <message>
        <source>Earlier Versions…</source>
        <translation>Frühere Fassungen …</translation>
    </message>
    <message>
        <source>Open with Encoding…</source>
        <translation>Mit Kodierung öffnen …</translation>
    </message>
    <message>
        <source>Without Selecting</source>
        <translation>Ohne Auswahl</translation>
    </message>
    <message>
        <source>Part by Part</source>
        <translation>Stück für Stück</translation>
    </message>
    <message>
        <source>Pins and Holes</source>
        <translation>Angeheftetes und Lücken</translation>
    </message>
    <message>
        <source>Words and Changes</source>
        <translation>Wörter und Änderungen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Dials</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Close Tab</source>
        <translation>Reiter schließen</translation>
    </message>
    <message>
        <source>Close Window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Suchen …</translation>
    </message>
    <message>
        <source>Replace…</source>
        <translation>Ersetzen …</translation>
    </message>
    <message>
        <source>Find Next</source>
        <translation>Nächste Fundstelle</translation>
    </message>
    <message>
        <source>Find Previous</source>
        <translation>Vorige Fundstelle</translation>
    </message>
    <message>
        <source>Go to Line…</source>
        <translation>Gehe zu Zeile …</translation>
    </message>
    <message>
        <source>Go to Bracket</source>
        <translation>Gehe zur Klammer</translation>
    </message>
    <message>
        <source>Next Misspelled Word</source>
        <translation>Nächster Schreibfehler</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>Rechtschreibung</translation>
    </message>
    <message>
        <source>Suggest Other Words</source>
        <translation>Andere Wörter vorschlagen</translation>
    </message>
    <message>
        <source>Add Word to Dictionary</source>
        <translation>Wort zum Wörterbuch</translation>
    </message>
    <message>
        <source>Spelling Language…</source>
        <translation>Rechtschreibsprache …</translation>
    </message>
    <message>
        <source>Check Spelling</source>
        <translation>Rechtschreibung prüfen</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>Überschreibmodus</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Select Line</source>
        <translation>Zeile auswählen</translation>
    </message>
    <message>
        <source>Expand Selection</source>
        <translation>Auswahl erweitern</translation>
    </message>
    <message>
        <source>Shrink Selection</source>
        <translation>Auswahl verkleinern</translation>
    </message>
    <message>
        <source>Select to Bracket</source>
        <translation>Bis zur Klammer auswählen</translation>
    </message>
    <message>
        <source>Upper Case</source>
        <translation>Großbuchstaben</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>Groß und klein</translation>
    </message>
    <message>
        <source>Lower Case</source>
        <translation>Kleinbuchstaben</translation>
    </message>
    <message>
        <source>Title Case</source>
        <translation>Wortanfänge groß</translation>
    </message>
    <message>
        <source>Sentence Case</source>
        <translation>Satzanfänge groß</translation>
    </message>
    <message>
        <source>Swap Case</source>
        <translation>Groß und klein tauschen</translation>
    </message>
    <message>
        <source>Transpose Characters</source>
        <translation>Zeichen vertauschen</translation>
    </message>
    <message>
        <source>Indent</source>
        <translation>Einrücken</translation>
    </message>
    <message>
        <source>Outdent</source>
        <translation>Ausrücken</translation>
    </message>
    <message>
        <source>Toggle Comment</source>
        <translation>Kommentar ein/aus</translation>
    </message>
    <message>
        <source>Move Lines Up</source>
        <translation>Zeilen nach oben schieben</translation>
    </message>
    <message>
        <source>Move Lines Down</source>
        <translation>Zeilen nach unten schieben</translation>
    </message>
    <message>
        <source>Duplicate Lines Up</source>
        <translation>Zeilen nach oben verdoppeln</translation>
    </message>
    <message>
        <source>Duplicate Lines Down</source>
        <translation>Zeilen nach unten verdoppeln</translation>
    </message>
    <message>
        <source>Duplicate Selection</source>
        <translation>Auswahl verdoppeln</translation>
    </message>
    <message>
        <source>Delete Lines</source>
        <translation>Zeilen löschen</translation>
    </message>
    <message>
        <source>Join Lines</source>
        <translation>Zeilen verbinden</translation>
    </message>
    <message>
        <source>Insert Line Above</source>
        <translation>Zeile darüber einfügen</translation>
    </message>
    <message>
        <source>Insert Line Below</source>
        <translation>Zeile darunter einfügen</translation>
    </message>
    <message>
        <source>Sort Lines</source>
        <translation>Zeilen sortieren</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Sort Lines, Descending</source>
        <translation>Zeilen absteigend sortieren</translation>
    </message>
    <message>
        <source>Reverse Lines</source>
        <translation>Zeilen umkehren</translation>
    </message>
    <message>
        <source>Remove Repeated Lines</source>
        <translation>Wiederholte Zeilen entfernen</translation>
    </message>
    <message>
        <source>Trim Trailing Space</source>
        <translation>Leerraum am Zeilenende entfernen</translation>
    </message>
    <message>
        <source>Convert Indentation to Spaces</source>
        <translation>Einzug in Leerzeichen umwandeln</translation>
    </message>
    <message>
        <source>Convert Indentation to Tabs</source>
        <translation>Einzug in Tabulatoren umwandeln</translation>
    </message>
    <message>
        <source>Regenerate…</source>
        <translation>Neu schreiben …</translation>
    </message>
    <message>
        <source>Regenerate Now</source>
        <translation>Sofort neu schreiben</translation>
    </message>
    <message>
        <source>Regenerate Sentence</source>
        <translation>Satz neu schreiben</translation>
    </message>
    <message>
        <source>Regenerate Paragraph</source>
        <translation>Absatz neu schreiben</translation>
    </message>
    <message>
        <source>Regenerate Block</source>
        <translation>Block neu schreiben</translation>
    </message>
    <message>
        <source>Regenerate Function</source>
        <translation>Funktion neu schreiben</translation>
    </message>
    <message>
        <source>Continue at the End</source>
        <translation>Am Ende weiterschreiben</translation>
    </message>
    <message>
        <source>Repeat the Last Run Here</source>
        <translation>Letzten Lauf hier wiederholen</translation>
    </message>
    <message>
        <source>Stop and Keep the Draft</source>
        <translation>Beim Entwurf anhalten</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Accept Change</source>
        <translation>Änderung übernehmen</translation>
    </message>
    <message>
        <source>Accept Sentence</source>
        <translation>Satz übernehmen</translation>
    </message>
    <message>
        <source>Accept Line</source>
        <translation>Zeile übernehmen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Put Change Back</source>
        <translation>Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Forget What Waits</source>
        <translation>Wartendes vergessen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Take All Pins Away</source>
        <translation>Alles Angeheftete lösen</translation>
    </message>
    <message>
        <source>Mark as Hole</source>
        <translation>Als Lücke markieren</translation>
    </message>
    <message>
        <source>Take All Holes Away</source>
        <translation>Alle Lücken entfernen</translation>
    </message>
    <message>
        <source>Next Word</source>
        <translation>Nächstes Wort</translation>
    </message>
    <message>
        <source>Previous Word</source>
        <translation>Voriges Wort</translation>
    </message>
    <message>
        <source>Next Change</source>
        <translation>Nächste Änderung</translation>
    </message>
    <message>
        <source>Previous Change</source>
        <translation>Vorige Änderung</translation>
    </message>
    <message>
        <source>Other Words…</source>
        <translation>Andere Wörter …</translation>
    </message>
    <message>
        <source>Reject Word</source>
        <translation>Wort ablehnen</translation>
    </message>
    <message>
        <source>Reject Sentence</source>
        <translation>Satz ablehnen</translation>
    </message>
    <message>
        <source>Reject Line</source>
        <translation>Zeile ablehnen</translation>
    </message>
    <message>
        <source>Vary This Draft</source>
        <translation>Diesen Entwurf abwandeln</translation>
    </message>
    <message>
        <source>Next Draft</source>
        <translation>Nächster Entwurf</translation>
    </message>
    <message>
        <source>Previous Draft</source>
        <translation>Voriger Entwurf</translation>
    </message>
    <message>
        <source>Side by Side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Show Changes</source>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>See the Original (Hold)</source>
        <translation>Original sehen (halten)</translation>
    </message>
    <message>
        <source>Presets…</source>
        <translation>Vorlagen …</translation>
    </message>
    <message>
        <source>Run My First Preset</source>
        <translation>Meine erste Vorlage ausführen</translation>
    </message>
    <message>
        <source>Run My Second Preset</source>
        <translation>Meine zweite Vorlage ausführen</translation>
    </message>
    <message>
        <source>Run My Third Preset</source>
        <translation>Meine dritte Vorlage ausführen</translation>
    </message>
    <message>
        <source>Run My Fourth Preset</source>
        <translation>Meine vierte Vorlage ausführen</translation>
    </message>
    <message>
        <source>Run My Fifth Preset</source>
        <translation>Meine fünfte Vorlage ausführen</translation>
    </message>
    <message>
        <source>Stronger</source>
        <translation>Stärker</translation>
    </message>
    <message>
        <source>Weaker</source>
        <translation>Schwächer</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>Länger</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>Kürzer</translation>
    </message>
    <message>
        <source>More Drafts</source>
        <translation>Mehr Entwürfe</translation>
    </message>
    <message>
        <source>Fewer Drafts</source>
        <translation>Weniger Entwürfe</translation>
    </message>
    <message>
        <source>Throw the Dice</source>
        <translation>Würfeln</translation>
    </message>
    <message>
        <source>Lock the Seed</source>
        <translation>Startwert festhalten</translation>
    </message>
    <message>
        <source>Export Film…</source>
        <translation>Film exportieren …</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>All Commands…</source>
        <translation>Alle Befehle …</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen …</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Slow Motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Bewegung</translation>
    </message>
    <message>
        <source>Change Theme</source>
        <translation>Farben wechseln</translation>
    </message>
    <message>
        <source>Less Motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Wrap Lines</source>
        <translation>Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Line Numbers</source>
        <translation>Zeilennummern</translation>
    </message>
    <message>
        <source>White Space</source>
        <translation>Leerraum zeigen</translation>
    </message>
    <message>
        <source>Focus on the Paragraph</source>
        <translation>Nur den Absatz hervorheben</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Typewriter Scrolling</source>
        <translation>Schreibmaschinenmodus</translation>
    </message>
    <message>
        <source>Count Words</source>
        <translation>Wörter zählen</translation>
    </message>
    <message>
        <source>Full Screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Larger Text</source>
        <translation>Text größer</translation>
    </message>
    <message>
        <source>Text Size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Smaller Text</source>
        <translation>Text kleiner</translation>
    </message>
    <message>
        <source>Normal Text Size</source>
        <translation>Text in normaler Größe</translation>
    </message>
    <message>
        <source>Next Tab</source>
        <translation>Nächster Reiter</translation>
    </message>
    <message>
        <source>Previous Tab</source>
        <translation>Voriger Reiter</translation>
    </message>
    <message>
        <source>Next Part of the Window</source>
        <translation>Nächster Teil des Fensters</translation>
    </message>
    <message>
        <source>Previous Part of the Window</source>
        <translation>Voriger Teil des Fensters</translation>
    </message>
    <message>
        <source>Sample Document</source>
        <translation>Beispieldokument</translation>
    </message>
    <message>
        <source>All Keys</source>
        <translation>Alle Tasten</translation>
    </message>
    <message>
        <source>About Palimpsest</source>
        <translation>Über Palimpsest</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Selection</source>
        <translation>&amp;Auswahl</translation>
    </message>
    <message>
        <source>&amp;Lines</source>
        <translation>Z&amp;eilen</translation>
    </message>
    <message>
        <source>Re&amp;generate</source>
        <translation>&amp;Neu schreiben</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>An&amp;sicht</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>The embedded model is small enough for any machine: it continues simple stories and simple code, shows how regeneration works, and follows no instructions.

DiffusionGemma 26B-A4B is for real work: it follows instructions and writes in many languages, and it wants a GPU that can hold it.</source>
        <translation>Das eingebaute Modell ist klein genug für jeden Rechner: Es setzt einfache Geschichten und einfachen Code fort, zeigt, wie das Neuschreiben geht, und folgt keinen Anweisungen.

DiffusionGemma 26B-A4B ist für die eigentliche Arbeit: Es folgt Anweisungen, schreibt in vielen Sprachen und braucht eine GPU, in die es passt.</translation>
    </message>
    <message>
        <source>{number} billion parameters</source>
        <translation>{number} Milliarden Parameter</translation>
    </message>
    <message>
        <source>{number} million parameters</source>
        <translation>{number} Millionen Parameter</translation>
    </message>
    <message>
        <source>{number} thousand parameters</source>
        <translation>{number} Tausend Parameter</translation>
    </message>
    <message>
        <source>Regenerate the selection, or say how</source>
        <translation>Auswahl neu schreiben, oder sagen, wie</translation>
    </message>
    <message>
        <source>Write here, or say what</source>
        <translation>Hier schreiben, oder sagen, was</translation>
    </message>
    <message>
        <source>Fill the {count} holes together, or say with what</source>
        <translation>Die {count} Lücken gemeinsam füllen, oder sagen, womit</translation>
    </message>
    <message>
        <source>This small model continues the text; it does not follow instructions</source>
        <translation>Dieses kleine Modell setzt den Text fort; es folgt keinen Anweisungen</translation>
    </message>
    <message>
        <source>opening the model</source>
        <translation>Modell wird geöffnet</translation>
    </message>
    <message>
        <source>reading the weights</source>
        <translation>Gewichte werden gelesen</translation>
    </message>
    <message>
        <source>reading the weights again, with less on the GPU</source>
        <translation>Gewichte werden noch einmal gelesen, mit weniger auf der GPU</translation>
    </message>
    <message>
        <source>no idea … certain</source>
        <translation>ratlos … sicher</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>noise again</source>
        <translation>wieder Rauschen</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>belassen</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>angeheftet</translation>
    </message>
    <message>
        <source>written before</source>
        <translation>schon geschrieben</translation>
    </message>
    <message>
        <source>text behind</source>
        <translation>Text dahinter</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>shorter</source>
        <translation>kürzer</translation>
    </message>
    <message>
        <source>same length</source>
        <translation>gleich lang</translation>
    </message>
    <message>
        <source>longer</source>
        <translation>länger</translation>
    </message>
    <message>
        <source>GIF, plays everywhere</source>
        <translation>GIF, läuft überall</translation>
    </message>
    <message>
        <source>WebP, small and exact</source>
        <translation>WebP, klein und genau</translation>
    </message>
    <message>
        <source>MP4 video</source>
        <translation>MP4-Video</translation>
    </message>
    <message>
        <source>Web page with a scrubber</source>
        <translation>Webseite mit Zeitleiste</translation>
    </message>
    <message>
        <source>All passes as data (JSON)</source>
        <translation>Alle Durchgänge als Daten (JSON)</translation>
    </message>
    <message>
        <source>For a readme</source>
        <translation>Für eine Readme</translation>
    </message>
    <message>
        <source>For a post</source>
        <translation>Für einen Beitrag</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>Quadratisch</translation>
    </message>
    <message>
        <source>Half as fast</source>
        <translation>Halb so schnell</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>Wie üblich</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>Schneller</translation>
    </message>
    <message>
        <source>MP4 needs ffmpeg, which is not installed here.</source>
        <translation>MP4 braucht ffmpeg, und das ist hier nicht installiert.</translation>
    </message>
    <message>
        <source>partly accepted</source>
        <translation>teils übernommen</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Prose</source>
        <translation>Prosa</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Say the same in fewer words.</source>
        <translation>Dasselbe mit weniger Worten sagen.</translation>
    </message>
    <message>
        <source>Say it with more detail.</source>
        <translation>Ausführlicher schreiben.</translation>
    </message>
    <message>
        <source>Fix grammar</source>
        <translation>Grammatik berichtigen</translation>
    </message>
    <message>
        <source>Mend spelling and grammar. Change nothing else.</source>
        <translation>Rechtschreibung und Grammatik berichtigen. Sonst nichts ändern.</translation>
    </message>
    <message>
        <source>Simpler words</source>
        <translation>Einfachere Wörter</translation>
    </message>
    <message>
        <source>Use simple words and short sentences.</source>
        <translation>Einfache Wörter und kurze Sätze verwenden.</translation>
    </message>
    <message>
        <source>More formal</source>
        <translation>Förmlicher</translation>
    </message>
    <message>
        <source>Write in a formal tone.</source>
        <translation>In förmlichem Ton schreiben.</translation>
    </message>
    <message>
        <source>More vivid</source>
        <translation>Lebendiger</translation>
    </message>
    <message>
        <source>Make it more vivid, with concrete details.</source>
        <translation>Lebendiger schreiben, mit greifbaren Einzelheiten.</translation>
    </message>
    <message>
        <source>Friendlier</source>
        <translation>Freundlicher</translation>
    </message>
    <message>
        <source>Write in a warm and friendly tone.</source>
        <translation>In warmem, freundlichem Ton schreiben.</translation>
    </message>
    <message>
        <source>Add type hints</source>
        <translation>Typangaben ergänzen</translation>
    </message>
    <message>
        <source>Add type hints. Change nothing else.</source>
        <translation>Typangaben ergänzen. Sonst nichts ändern.</translation>
    </message>
    <message>
        <source>Add a docstring</source>
        <translation>Docstring ergänzen</translation>
    </message>
    <message>
        <source>Add a docstring. Change nothing else.</source>
        <translation>Einen Docstring ergänzen. Sonst nichts ändern.</translation>
    </message>
    <message>
        <source>Handle errors</source>
        <translation>Fehler abfangen</translation>
    </message>
    <message>
        <source>Handle the errors that can happen here.</source>
        <translation>Die Fehler abfangen, die hier auftreten können.</translation>
    </message>
    <message>
        <source>Rename for clarity</source>
        <translation>Klarer benennen</translation>
    </message>
    <message>
        <source>Give the variables clear names.</source>
        <translation>Den Variablen klare Namen geben.</translation>
    </message>
    <message>
        <source>Simplify</source>
        <translation>Vereinfachen</translation>
    </message>
    <message>
        <source>Make this code simpler. It shall do the same.</source>
        <translation>Diesen Code vereinfachen. Er soll dasselbe tun.</translation>
    </message>
    <message>
        <source>polish</source>
        <translation>feilen</translation>
    </message>
    <message>
        <source>rephrase</source>
        <translation>umformulieren</translation>
    </message>
    <message>
        <source>rewrite</source>
        <translation>neu schreiben</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>passt</translation>
    </message>
    <message>
        <source>fits in part</source>
        <translation>passt zum Teil</translation>
    </message>
    <message>
        <source>slow here</source>
        <translation>hier langsam</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
    </message>
    <message>
        <source>downloaded here</source>
        <translation>hier heruntergeladen</translation>
    </message>
    <message>
        <source>Hugging Face cache</source>
        <translation>Zwischenspeicher von Hugging Face</translation>
    </message>
    <message>
        <source>LM Studio</source>
        <translation>LM Studio</translation>
    </message>
    <message>
        <source>llama.cpp</source>
        <translation>llama.cpp</translation>
    </message>
    <message>
        <source>your folder</source>
        <translation>eigener Ordner</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Palimpsest</source>
        <translation>Über Palimpsest</translation>
    </message>
    <message>
        <source>An editor in which any selected span can be regenerated in place by a text-diffusion model on this machine. Nothing that is written here leaves it.</source>
        <translation>Ein Editor, in dem ein Textdiffusionsmodell auf diesem Rechner jede ausgewählte Stelle an Ort und Stelle neu schreibt. Nichts, was hier geschrieben wird, verlässt ihn.</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>Copy version information</source>
        <translation>Angaben zur Version kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Version {version}, Apache License 2.0</source>
        <translation>Version {version}, Apache-Lizenz 2.0</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>What ships with it</source>
        <translation>Was mitgeliefert wird</translation>
    </message>
    <message>
        <source>Font {name}</source>
        <translation>Schrift {name}</translation>
    </message>
    <message>
        <source>Dictionary {name}</source>
        <translation>Wörterbuch {name}</translation>
    </message>
    <message>
        <source>Model ({name})</source>
        <translation>Modell ({name})</translation>
    </message>
    <message>
        <source>Icons {name}</source>
        <translation>Symbole {name}</translation>
    </message>
    <message>
        <source>Python packages</source>
        <translation>Python-Pakete</translation>
    </message>
    <message>
        <source>No text of the licence came with this package.</source>
        <translation>Diesem Paket lag kein Lizenztext bei.</translation>
    </message>
</context>
<context>
    <name>Alternatives</name>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <source>{count} alike left out</source>
        <translation>{count} ähnliche weggelassen</translation>
    </message>
</context>
<context>
    <name>CandidatesView</name>
    <message>
        <source>Drafts side by side</source>
        <translation>Entwürfe nebeneinander</translation>
    </message>
    <message>
        <source>{count} drafts side by side</source>
        <translation>{count} Entwürfe nebeneinander</translation>
    </message>
    <message>
        <source>1 pass</source>
        <translation>1 Durchgang</translation>
    </message>
    <message>
        <source>{count} passes</source>
        <translation>{count} Durchgänge</translation>
    </message>
    <message>
        <source>{passes}, {count} alike</source>
        <translation>{passes}, {count} ähnliche</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>ausgeschieden</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>{state}, shown</source>
        <translation>{state}, zu sehen</translation>
    </message>
    <message>
        <source>Texts, best first; score in nats per token</source>
        <translation>Texte, die besten zuerst; Wertung in nat je Token</translation>
    </message>
    <message>
        <source>1 cell</source>
        <translation>1 Zelle</translation>
    </message>
    <message>
        <source>{count} cells</source>
        <translation>{count} Zellen</translation>
    </message>
</context>
<context>
    <name>CanvasView</name>
    <message>
        <source>inserted: {text};</source>
        <translation>eingefügt: {text};</translation>
    </message>
    <message>
        <source>deleted: {text};</source>
        <translation>gelöscht: {text};</translation>
    </message>
</context>
<context>
    <name>CellGrid</name>
    <message>
        <source>Cells of the canvas</source>
        <translation>Zellen der Leinwand</translation>
    </message>
</context>
<context>
    <name>CellLegend</name>
    <message>
        <source>What the cells mean</source>
        <translation>Was die Zellen bedeuten</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>Characters without spaces</source>
        <translation>Zeichen ohne Leerzeichen</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>Paragraphs</source>
        <translation>Absätze</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Zeilen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Reading time</source>
        <translation>Lesezeit</translation>
    </message>
    <message>
        <source>{name}: {number}</source>
        <translation>{name}: {number}</translation>
    </message>
    <message>
        <source>{name}: {number} ({selected} selected)</source>
        <translation>{name}: {number} ({selected} ausgewählt)</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>{minutes}&#xa0;min</translation>
    </message>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours}&#xa0;h {minutes}&#xa0;min</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>Etwas ist schiefgegangen</translation>
    </message>
    <message>
        <source>The log lies at {path}</source>
        <translation>Das Protokoll liegt unter {path}</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the details and the versions</source>
        <translation>Einzelheiten und Versionen kopieren</translation>
    </message>
    <message>
        <source>Open the log’s folder</source>
        <translation>Ordner des Protokolls öffnen</translation>
    </message>
    <message>
        <source>Close Palimpsest</source>
        <translation>Palimpsest schließen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiterarbeiten</translation>
    </message>
    <message>
        <source>An error came up that was not expected ({kind}). Palimpsest goes on; you can keep working.</source>
        <translation>Ein unerwarteter Fehler ist aufgetreten ({kind}). Palimpsest läuft weiter; die Arbeit kann weitergehen.</translation>
    </message>
    <message>
        <source>{count} different errors came up. Palimpsest goes on; you can keep working.</source>
        <translation>{count} verschiedene Fehler sind aufgetreten. Palimpsest läuft weiter; die Arbeit kann weitergehen.</translation>
    </message>
    <message>
        <source>It happened {times} times.</source>
        <translation>Es ist {times}-mal geschehen.</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Einzelheiten verbergen</translation>
    </message>
</context>
<context>
    <name>DenoisingPanel</name>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Less motion: the cells are shown when the run has ended.</source>
        <translation>Weniger Bewegung: Die Zellen sind zu sehen, wenn der Lauf zu Ende ist.</translation>
    </message>
    <message>
        <source>Nothing had to be written.</source>
        <translation>Es war nichts zu schreiben.</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Follow the newest pass (Esc)</source>
        <translation>Dem neuesten Durchgang folgen (Esc)</translation>
    </message>
    <message>
        <source>Back to the finished text (Esc)</source>
        <translation>Zurück zum fertigen Text (Esc)</translation>
    </message>
    <message>
        <source>Pass {number} of {limit}</source>
        <translation>Durchgang {number} von {limit}</translation>
    </message>
    <message>
        <source>{passes}, part {part} of {parts}</source>
        <translation>{passes}, Teil {part} von {parts}</translation>
    </message>
    <message>
        <source>temperature {value}</source>
        <translation>Temperatur {value}</translation>
    </message>
    <message>
        <source>drawn: 1 in {count}</source>
        <translation>gezeichnet: 1 von {count}</translation>
    </message>
    <message>
        <source>Pass {number} of {limit}, {accepted} accepted, {changed} changed, entropy {entropy}</source>
        <translation>Durchgang {number} von {limit}, {accepted} übernommen, {changed} geändert, Entropie {entropy}</translation>
    </message>
</context>
<context>
    <name>Dials</name>
    <message>
        <source>Dials</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>exact…</source>
        <translation>genau …</translation>
    </message>
    <message>
        <source>Exact length, tokens</source>
        <translation>Genaue Länge in Token</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> Token</translation>
    </message>
    <message>
        <source>Drafts</source>
        <translation>Entwürfe</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>How long the new text is, beside the old one</source>
        <translation>Wie lang der neue Text ist, verglichen mit dem alten</translation>
    </message>
    <message>
        <source>How many drafts a run makes, to choose from</source>
        <translation>Wie viele Entwürfe ein Lauf zur Wahl stellt</translation>
    </message>
    <message>
        <source>{percent} % · {name}</source>
        <translation>{percent}&#xa0;% · {name}</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>About how much of the text changes: {value}</source>
        <translation>Wie viel sich am Text etwa ändert: {value}</translation>
    </message>
    <message>
        <source>There is no old text here of which something could be kept</source>
        <translation>Hier steht kein alter Text, von dem etwas bleiben könnte</translation>
    </message>
</context>
<context>
    <name>DiffDialog</name>
    <message>
        <source>Previous change</source>
        <translation>Vorige Änderung</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Nächste Änderung</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>Comparing the texts…</source>
        <translation>Texte werden verglichen …</translation>
    </message>
    <message>
        <source>Comparing the texts… {percent}%</source>
        <translation>Texte werden verglichen … {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>The texts could not be compared ({why}).</source>
        <translation>Die Texte konnten nicht verglichen werden ({why}).</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 Änderung</translation>
    </message>
    <message>
        <source>{count} changes</source>
        <translation>{count} Änderungen</translation>
    </message>
    <message>
        <source>The two texts are the same.</source>
        <translation>Die beiden Texte sind gleich.</translation>
    </message>
    <message>
        <source>No changes</source>
        <translation>Keine Änderungen</translation>
    </message>
    <message>
        <source>Change {number} of {count}</source>
        <translation>Änderung {number} von {count}</translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>Changes from {old} to {new}</source>
        <translation>Änderungen von „{old}“ zu „{new}“</translation>
    </message>
    <message>
        <source>… 1 equal line</source>
        <translation>… 1 gleiche Zeile</translation>
    </message>
    <message>
        <source>… {count} equal lines</source>
        <translation>… {count} gleiche Zeilen</translation>
    </message>
</context>
<context>
    <name>DiskChanges</name>
    <message>
        <source>{name} has changed on the disk since these changes were made.</source>
        <translation>{name} hat sich auf dem Datenträger geändert, seit diese Änderungen entstanden sind.</translation>
    </message>
    <message>
        <source>{name} was changed by another program. It has not been saved.</source>
        <translation>{name} wurde von einem anderen Programm geändert. Gespeichert wurde nichts.</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>In der Datei</translation>
    </message>
    <message>
        <source>On the page</source>
        <translation>Auf der Seite</translation>
    </message>
    <message>
        <source>{name} was deleted or moved. Its text is still here: save it to have the file again.</source>
        <translation>{name} wurde gelöscht oder verschoben. Der Text ist noch hier: Speichern stellt die Datei wieder her.</translation>
    </message>
    <message>
        <source>{name} was changed by another program, and here.</source>
        <translation>{name} wurde von einem anderen Programm geändert, und auch hier.</translation>
    </message>
    <message>
        <source>{name} was changed by another program and has been read again.</source>
        <translation>{name} wurde von einem anderen Programm geändert und neu gelesen.</translation>
    </message>
    <message>
        <source>Show Changes</source>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Take the File’s Text</source>
        <translation>Datei übernehmen</translation>
    </message>
    <message>
        <source>Changes in {name}</source>
        <translation>Änderungen in {name}</translation>
    </message>
    <message>
        <source>Save Over It</source>
        <translation>Überschreiben</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>Close the panel</source>
        <translation>Bereich schließen</translation>
    </message>
    <message>
        <source>Close {panel}</source>
        <translation>{panel} schließen</translation>
    </message>
    <message>
        <source>Put back beside the page</source>
        <translation>Zurück neben die Seite</translation>
    </message>
    <message>
        <source>Into a window of its own</source>
        <translation>In ein eigenes Fenster</translation>
    </message>
    <message>
        <source>{panel}: put back beside the page</source>
        <translation>{panel}: zurück neben die Seite</translation>
    </message>
    <message>
        <source>{panel}: into a window of its own</source>
        <translation>{panel}: in ein eigenes Fenster</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Panels</source>
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>This document has no name yet.</source>
        <translation>Dieses Dokument hat noch keinen Namen.</translation>
    </message>
    <message>
        <source>Save it under a name.</source>
        <translation>Unter einem Namen speichern.</translation>
    </message>
    <message>
        <source>{name} is still being opened.</source>
        <translation>{name} wird noch geöffnet.</translation>
    </message>
    <message>
        <source>Wait until all of it is there, then save.</source>
        <translation>Warten, bis alles da ist, dann speichern.</translation>
    </message>
</context>
<context>
    <name>DocumentCommands</name>
    <message>
        <source>As the file says</source>
        <translation>Wie die Datei sagt</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Reopen with another encoding</source>
        <translation>Mit anderer Kodierung neu öffnen</translation>
    </message>
    <message>
        <source>Save with another encoding</source>
        <translation>Mit anderer Kodierung speichern</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Reopen with encoding</source>
        <translation>Mit Kodierung neu öffnen</translation>
    </message>
    <message>
        <source>Save with encoding</source>
        <translation>Mit Kodierung speichern</translation>
    </message>
    <message>
        <source>Linux, macOS</source>
        <translation>Linux, macOS</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Windows</translation>
    </message>
    <message>
        <source>old Macintosh</source>
        <translation>alter Macintosh</translation>
    </message>
    <message>
        <source>Line ends</source>
        <translation>Zeilenenden</translation>
    </message>
    <message>
        <source>Spaces: {width}</source>
        <translation>Leerzeichen: {width}</translation>
    </message>
    <message>
        <source>Tabs: {width}</source>
        <translation>Tabulatoren: {width}</translation>
    </message>
    <message>
        <source>Indentation</source>
        <translation>Einzug</translation>
    </message>
    <message>
        <source>Reading {name} in another encoding would drop what has not been saved.</source>
        <translation>{name} in einer anderen Kodierung zu lesen würde Ungespeichertes verwerfen.</translation>
    </message>
    <message>
        <source>Read It Anyway</source>
        <translation>Trotzdem lesen</translation>
    </message>
</context>
<context>
    <name>Download</name>
    <message>
        <source>{folder} is being downloaded into already.</source>
        <translation>In {folder} wird schon heruntergeladen.</translation>
    </message>
    <message>
        <source>Wait for the other download, or stop it first.</source>
        <translation>Den anderen Download abwarten oder zuerst anhalten.</translation>
    </message>
    <message>
        <source>{size} are needed in {folder}, and {free} are free there.</source>
        <translation>In {folder} werden {size} gebraucht, und {free} sind dort frei.</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation>Platz schaffen oder einen Ordner auf einem anderen Datenträger wählen.</translation>
    </message>
    <message>
        <source>{name} arrived damaged: its checksum is wrong.</source>
        <translation>{name} kam beschädigt an: Die Prüfsumme stimmt nicht.</translation>
    </message>
    <message>
        <source>Go on: it is downloaded again, and the files that are right are kept.</source>
        <translation>Fortsetzen: Die Datei wird noch einmal geladen, und was stimmt, bleibt.</translation>
    </message>
    <message>
        <source>The hub sends less of {name} than it has.</source>
        <translation>Der Hub sendet weniger von {name}, als er hat.</translation>
    </message>
    <message>
        <source>Go on later; what has been downloaded is kept.</source>
        <translation>Später fortsetzen; was schon geladen ist, bleibt.</translation>
    </message>
    <message>
        <source>The disk of {folder} is full.</source>
        <translation>Der Datenträger von {folder} ist voll.</translation>
    </message>
    <message>
        <source>Free some space, then go on; what has been downloaded is kept.</source>
        <translation>Platz schaffen, dann fortsetzen; was schon geladen ist, bleibt.</translation>
    </message>
    <message>
        <source>{name} cannot be written: {why}.</source>
        <translation>{name} kann nicht geschrieben werden: {why}.</translation>
    </message>
    <message>
        <source>Choose another folder, or let this one be written to.</source>
        <translation>Einen anderen Ordner wählen oder diesen zum Schreiben freigeben.</translation>
    </message>
</context>
<context>
    <name>DownloadBox</name>
    <message>
        <source>Download DiffusionGemma</source>
        <translation>DiffusionGemma herunterladen</translation>
    </message>
    <message>
        <source>Which form of DiffusionGemma</source>
        <translation>Welche Form von DiffusionGemma</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>Anderer Ordner …</translation>
    </message>
    <message>
        <source>Downloading the model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>A folder for models</source>
        <translation>Ein Ordner für Modelle</translation>
    </message>
    <message>
        <source>Looking at what this computer has…</source>
        <translation>Es wird nachgesehen, was dieser Rechner hat …</translation>
    </message>
    <message>
        <source>Goes to {folder}</source>
        <translation>Kommt nach {folder}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>asking what there is</source>
        <translation>Es wird gefragt, was es gibt</translation>
    </message>
    <message>
        <source>stopping; what is here is kept</source>
        <translation>wird angehalten; was da ist, bleibt</translation>
    </message>
    <message>
        <source>checking what is here</source>
        <translation>Vorhandenes wird geprüft</translation>
    </message>
    <message>
        <source>{amount} are here.</source>
        <translation>{amount} sind da.</translation>
    </message>
    <message>
        <source>The download is complete.</source>
        <translation>Der Download ist vollständig.</translation>
    </message>
</context>
<context>
    <name>Downloader</name>
    <message>
        <source>The download failed ({name}).</source>
        <translation>Der Download ist gescheitert ({name}).</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Watch the model think</source>
        <translation>Dem Modell beim Denken zusehen</translation>
    </message>
    <message>
        <source>Every cell of the text will be here, pass by pass: how certain the model is, what it accepts and what it takes back. Select some text and press {keys}.</source>
        <translation>Jede Zelle des Textes wird hier zu sehen sein, Durchgang für Durchgang: wie sicher das Modell ist, was es übernimmt und was es zurücknimmt. Etwas auswählen und {keys} drücken.</translation>
    </message>
    <message>
        <source>Reading the text around the span…</source>
        <translation>Der Text um die Stelle wird gelesen …</translation>
    </message>
    <message>
        <source>The first pass follows.</source>
        <translation>Der erste Durchgang folgt.</translation>
    </message>
    <message>
        <source>There was no pass</source>
        <translation>Es gab keinen Durchgang</translation>
    </message>
</context>
<context>
    <name>Encodings</name>
    <message>
        <source>Unicode</source>
        <translation>Unicode</translation>
    </message>
    <message>
        <source>Western</source>
        <translation>Westeuropäisch</translation>
    </message>
    <message>
        <source>Central European</source>
        <translation>Mitteleuropäisch</translation>
    </message>
    <message>
        <source>Cyrillic</source>
        <translation>Kyrillisch</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>Griechisch</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>Türkisch</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>Hebräisch</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>Arabisch</translation>
    </message>
    <message>
        <source>Baltic</source>
        <translation>Baltisch</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>Japanisch</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>Chinesisch</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>Koreanisch</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>Thailändisch</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>Vietnamesisch</translation>
    </message>
    <message>
        <source>{encoding} with BOM</source>
        <translation>{encoding} mit BOM</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Something went wrong ({kind}). The text is as it was. The log lies at {path}.</source>
        <translation>Etwas ist schiefgegangen ({kind}). Der Text ist, wie er war. Das Protokoll liegt unter {path}.</translation>
    </message>
</context>
<context>
    <name>FileCommands</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>{name} is new. Saving makes the file.</source>
        <translation>{name} ist neu. Beim Speichern wird die Datei angelegt.</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>Zuletzt geöffnete Dateien</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>{name} is open in another tab. Close it there first, or choose another name.</source>
        <translation>{name} ist in einem anderen Reiter offen. Erst dort schließen, oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Opening {name}, {percent}%</source>
        <translation>{name} wird geöffnet, {percent}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Lines end in {first} and {last}; kept as they are.</source>
        <translation>Zeilen enden mit {first} und mit {last}; das bleibt so.</translation>
    </message>
    <message>
        <source>{name} cannot be read as {encoding}.</source>
        <translation>{name} lässt sich nicht als {encoding} lesen.</translation>
    </message>
    <message>
        <source>Open it with another encoding.</source>
        <translation>Mit einer anderen Kodierung öffnen.</translation>
    </message>
    <message>
        <source>{name} is not a text file.</source>
        <translation>{name} ist keine Textdatei.</translation>
    </message>
    <message>
        <source>Open it with the program that made it.</source>
        <translation>Mit dem Programm öffnen, das sie erzeugt hat.</translation>
    </message>
    <message>
        <source>{name} is in an unknown encoding.</source>
        <translation>{name} hat eine unbekannte Kodierung.</translation>
    </message>
    <message>
        <source>Choose “Open with encoding…”, or convert it to UTF-8 first.</source>
        <translation>„Mit Kodierung öffnen …“ wählen, oder die Datei erst in UTF-8 umwandeln.</translation>
    </message>
    <message>
        <source>{name} is not there.</source>
        <translation>{name} ist nicht da.</translation>
    </message>
    <message>
        <source>Check the name and the folder.</source>
        <translation>Namen und Ordner prüfen.</translation>
    </message>
    <message>
        <source>{name} is a folder.</source>
        <translation>{name} ist ein Ordner.</translation>
    </message>
    <message>
        <source>Open one of the files in it.</source>
        <translation>Eine der Dateien darin öffnen.</translation>
    </message>
    <message>
        <source>{name} may not be read.</source>
        <translation>{name} darf nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Ask its owner for the right to read it.</source>
        <translation>Den Besitzer um das Recht zum Lesen bitten.</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}.</source>
        <translation>{name} kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>Check the disk or the connection to it.</source>
        <translation>Den Datenträger oder die Verbindung zu ihm prüfen.</translation>
    </message>
    <message>
        <source>{name} is not an ordinary file.</source>
        <translation>{name} ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>Save what it gives in a file, and open that.</source>
        <translation>In eine Datei schreiben, was sie liefert, und diese öffnen.</translation>
    </message>
    <message>
        <source>{name} is larger than {limit} MB.</source>
        <translation>{name} ist größer als {limit}&#xa0;MB.</translation>
    </message>
    <message>
        <source>Split it, or open it with a program for such files.</source>
        <translation>Die Datei teilen oder mit einem Programm für solche Dateien öffnen.</translation>
    </message>
    <message>
        <source>{name} cannot be saved: “{character}” in line {line} cannot be written in {encoding}.</source>
        <translation>{name} kann nicht gespeichert werden: „{character}“ in Zeile {line} gibt es in {encoding} nicht.</translation>
    </message>
    <message>
        <source>Delete this broken character, then save again.</source>
        <translation>Dieses kaputte Zeichen löschen, dann erneut speichern.</translation>
    </message>
    <message>
        <source>Delete it, or save as UTF-8.</source>
        <translation>Das Zeichen löschen, oder als UTF-8 speichern.</translation>
    </message>
</context>
<context>
    <name>FilmDialog</name>
    <message>
        <source>Export Film</source>
        <translation>Film exportieren</translation>
    </message>
    <message>
        <source>How the film will look</source>
        <translation>Wie der Film aussehen wird</translation>
    </message>
    <message>
        <source>How much of the film is written</source>
        <translation>Wie viel vom Film geschrieben ist</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Drawing the film…</source>
        <translation>Der Film wird gezeichnet …</translation>
    </message>
    <message>
        <source>Every pass with its cells, for programs to read.</source>
        <translation>Jeder Durchgang mit seinen Zellen, zum Lesen für Programme.</translation>
    </message>
    <message>
        <source>One file that opens in any browser, with a scrubber over {count} passes.</source>
        <translation>Eine Datei, die jeder Browser öffnet, mit einer Zeitleiste über {count} Durchgänge.</translation>
    </message>
    <message>
        <source>Drawing a picture…</source>
        <translation>Ein Bild wird gezeichnet …</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Hält an …</translation>
    </message>
    <message>
        <source>{name} is written, {size}.</source>
        <translation>{name} ist geschrieben, {size}.</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Angehalten; geschrieben wurde nichts.</translation>
    </message>
</context>
<context>
    <name>FilmForm</name>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>As it is now</source>
        <translation>Wie jetzt</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Another…</source>
        <translation>Andere …</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Only the page around the span</source>
        <translation>Nur die Seite um die Stelle</translation>
    </message>
    <message>
        <source>Install the package ffmpeg to have it.</source>
        <translation>Mit dem Paket ffmpeg geht es.</translation>
    </message>
</context>
<context>
    <name>FilmProcess</name>
    <message>
        <source>The film cannot be drawn: this program cannot be started once more.</source>
        <translation>Der Film kann nicht gezeichnet werden: Dieses Programm lässt sich kein zweites Mal starten.</translation>
    </message>
    <message>
        <source>The film could not be drawn. Try another format or size.</source>
        <translation>Der Film konnte nicht gezeichnet werden. Ein anderes Format oder eine andere Größe versuchen.</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find and replace</source>
        <translation>Suchen und ersetzen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß und klein unterscheiden</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>In the selection only</source>
        <translation>Nur in der Auswahl</translation>
    </message>
    <message>
        <source>Keep capitals as they are found</source>
        <translation>Großbuchstaben wie gefunden belassen</translation>
    </message>
    <message>
        <source>Previous match (Shift+Enter)</source>
        <translation>Vorige Fundstelle (Umschalt+Enter)</translation>
    </message>
    <message>
        <source>Next match (Enter)</source>
        <translation>Nächste Fundstelle (Enter)</translation>
    </message>
    <message>
        <source>Close the find bar (Esc)</source>
        <translation>Suchleiste schließen (Esc)</translation>
    </message>
    <message>
        <source>Replace this match and go to the next (Enter)</source>
        <translation>Diese Fundstelle ersetzen und zur nächsten gehen (Enter)</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace every match (Ctrl+Alt+Enter)</source>
        <translation>Jede Fundstelle ersetzen (Strg+Alt+Enter)</translation>
    </message>
    <message>
        <source>Replace All</source>
        <translation>Alle ersetzen</translation>
    </message>
    <message>
        <source>Select the part to search first.</source>
        <translation>Erst den Teil auswählen, in dem gesucht werden soll.</translation>
    </message>
    <message>
        <source>{count} replaced</source>
        <translation>{count} ersetzt</translation>
    </message>
    <message>
        <source>, {count} left alone under the draft</source>
        <translation>, {count} unter dem Entwurf belassen</translation>
    </message>
    <message>
        <source>Searching… {percent} %</source>
        <translation>Suche läuft … {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>No results</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <source>1 result</source>
        <translation>1 Fundstelle</translation>
    </message>
    <message>
        <source>{count} results</source>
        <translation>{count} Fundstellen</translation>
    </message>
</context>
<context>
    <name>Fit</name>
    <message>
        <source>The right one for this computer.</source>
        <translation>Das richtige für diesen Rechner.</translation>
    </message>
    <message>
        <source>No GPU here can hold DiffusionGemma. It would run in main memory, far too slowly to write with; the embedded model is the better choice here.</source>
        <translation>Keine GPU hier fasst DiffusionGemma. Es liefe im Hauptspeicher, viel zu langsam zum Schreiben; das eingebaute Modell ist hier die bessere Wahl.</translation>
    </message>
    <message>
        <source>This computer cannot hold DiffusionGemma; the embedded model works here.</source>
        <translation>Dieser Rechner fasst DiffusionGemma nicht; das eingebaute Modell läuft hier.</translation>
    </message>
    <message>
        <source>Estimated: {least} to {most} tokens per second.</source>
        <translation>Geschätzt: {least} bis {most} Token je Sekunde.</translation>
    </message>
</context>
<context>
    <name>GoToLine</name>
    <message>
        <source>Line, or line:column</source>
        <translation>Zeile, oder Zeile:Spalte</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>Gehe zu Zeile</translation>
    </message>
    <message>
        <source>Type a number between 1 and {last}.</source>
        <translation>Eine Zahl zwischen 1 und {last} eingeben.</translation>
    </message>
    <message>
        <source>Line {line} of {last}, column {column}</source>
        <translation>Zeile {line} von {last}, Spalte {column}</translation>
    </message>
    <message>
        <source>Line {line} of {last}</source>
        <translation>Zeile {line} von {last}</translation>
    </message>
    <message>
        <source>Lines 1 to {last}</source>
        <translation>Zeilen 1 bis {last}</translation>
    </message>
</context>
<context>
    <name>Highlighter</name>
    <message>
        <source>This document is very long, so it is shown without colours. Everything else works.</source>
        <translation>Dieses Dokument ist sehr lang und erscheint deshalb ohne Farben. Alles andere geht.</translation>
    </message>
</context>
<context>
    <name>HistoryDetail</name>
    <message>
        <source>Texts of the run</source>
        <translation>Texte des Laufs</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>Ebenso einstellen</translation>
    </message>
    <message>
        <source>Make again</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>Make again ↵</source>
        <translation>Wiederholen ↵</translation>
    </message>
    <message>
        <source>Apply ↵</source>
        <translation>Einsetzen ↵</translation>
    </message>
    <message>
        <source>Its place has changed: what stood around the text is no longer there.</source>
        <translation>Die Stelle hat sich geändert: Was um den Text stand, ist nicht mehr da.</translation>
    </message>
    <message>
        <source>These texts were never in the document, so they are not kept. The seed brings them back.</source>
        <translation>Diese Texte standen nie im Dokument und sind deshalb nicht aufgehoben. Der Startwert bringt sie wieder.</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Runs, newest first</source>
        <translation>Läufe, der neueste zuerst</translation>
    </message>
    <message>
        <source>No runs yet.

Every regeneration of this document will stand here, with its settings and its texts: to look at on the page, to apply, or to make again.</source>
        <translation>Noch keine Läufe.

Alles, was in diesem Dokument neu geschrieben wird, steht dann hier, mit Einstellungen und Texten: zum Ansehen auf der Seite, zum Einsetzen oder zum Wiederholen.</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Einsetzen</translation>
    </message>
    <message>
        <source>Reuse settings</source>
        <translation>Ebenso einstellen</translation>
    </message>
    <message>
        <source>Make again</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>Stern entfernen</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>Stern setzen</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Forget all</source>
        <translation>Alle vergessen</translation>
    </message>
</context>
<context>
    <name>HistoryRow</name>
    <message>
        <source>its place has changed</source>
        <translation>Stelle geändert</translation>
    </message>
</context>
<context>
    <name>HistoryWords</name>
    <message>
        <source>{percent}%</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>new text</source>
        <translation>neuer Text</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>(leer)</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>Startwert {seed}</translation>
    </message>
    <message>
        <source>1 token</source>
        <translation>1 Token</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
    <message>
        <source>{percent}% {name}</source>
        <translation>{percent}&#xa0;% {name}</translation>
    </message>
    <message>
        <source>1 draft</source>
        <translation>1 Entwurf</translation>
    </message>
    <message>
        <source>{count} drafts</source>
        <translation>{count} Entwürfe</translation>
    </message>
    <message>
        <source>1 pin</source>
        <translation>1 angeheftet</translation>
    </message>
    <message>
        <source>{count} pins</source>
        <translation>{count} angeheftet</translation>
    </message>
    <message>
        <source>1 hole</source>
        <translation>1 Lücke</translation>
    </message>
    <message>
        <source>{count} holes</source>
        <translation>{count} Lücken</translation>
    </message>
    <message>
        <source>1 pass</source>
        <translation>1 Durchgang</translation>
    </message>
    <message>
        <source>{count} passes</source>
        <translation>{count} Durchgänge</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>steered once</source>
        <translation>einmal gelenkt</translation>
    </message>
    <message>
        <source>steered {count} times</source>
        <translation>{count}-mal gelenkt</translation>
    </message>
    <message>
        <source>starred</source>
        <translation>mit Stern</translation>
    </message>
    <message>
        <source>its place has changed</source>
        <translation>Stelle geändert</translation>
    </message>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>übernommen</translation>
    </message>
</context>
<context>
    <name>Hub</name>
    <message>
        <source>{repo} holds nothing that is wanted here.</source>
        <translation>{repo} enthält nichts, was hier gebraucht wird.</translation>
    </message>
    <message>
        <source>Choose one of its files: {names}.</source>
        <translation>Eine seiner Dateien wählen: {names}.</translation>
    </message>
    <message>
        <source>Choose a DiffusionGemma checkpoint.</source>
        <translation>Einen Checkpoint von DiffusionGemma wählen.</translation>
    </message>
    <message>
        <source>The hub names a file outside the download ({name}).</source>
        <translation>Der Hub nennt eine Datei außerhalb des Downloads ({name}).</translation>
    </message>
    <message>
        <source>Do not use this checkpoint.</source>
        <translation>Diesen Checkpoint nicht verwenden.</translation>
    </message>
    <message>
        <source>The hub gives no checksum for {name}.</source>
        <translation>Der Hub nennt keine Prüfsumme für {name}.</translation>
    </message>
    <message>
        <source>Choose another checkpoint.</source>
        <translation>Einen anderen Checkpoint wählen.</translation>
    </message>
    <message>
        <source>{host} does not answer as it should (status {status}).</source>
        <translation>{host} antwortet nicht, wie es sollte (Status {status}).</translation>
    </message>
    <message>
        <source>Check the network, or go on later; what has been downloaded is kept.</source>
        <translation>Das Netz prüfen oder später fortsetzen; was schon geladen ist, bleibt.</translation>
    </message>
    <message>
        <source>Downloads are turned off by HF_HUB_OFFLINE.</source>
        <translation>HF_HUB_OFFLINE schaltet Downloads aus.</translation>
    </message>
    <message>
        <source>Unset this variable and start again.</source>
        <translation>Diese Variable entfernen und neu starten.</translation>
    </message>
    <message>
        <source>{repo} is given only to those who have accepted its licence.</source>
        <translation>{repo} bekommt nur, wer die Lizenz angenommen hat.</translation>
    </message>
    <message>
        <source>Accept it at {page}, then sign in with “hf auth login” or set HF_TOKEN, and go on.</source>
        <translation>Sie unter {page} annehmen, dann mit „hf auth login“ anmelden oder HF_TOKEN setzen, und fortsetzen.</translation>
    </message>
    <message>
        <source>There is no {repo} at {host}, or it is not public.</source>
        <translation>Unter {host} gibt es kein {repo}, oder es ist nicht öffentlich.</translation>
    </message>
    <message>
        <source>Check the name; if you have access to it, sign in with “hf auth login”.</source>
        <translation>Den Namen prüfen; wer Zugang hat, meldet sich mit „hf auth login“ an.</translation>
    </message>
    <message>
        <source>{repo} has no file {name}.</source>
        <translation>{repo} hat keine Datei {name}.</translation>
    </message>
    <message>
        <source>Start the download again: what there is will be asked for anew.</source>
        <translation>Den Download neu beginnen: Es wird noch einmal gefragt, was es gibt.</translation>
    </message>
    <message>
        <source>“{repo}” is no name of a repository.</source>
        <translation>„{repo}“ ist kein Name eines Repositorys.</translation>
    </message>
    <message>
        <source>Write it as owner/name.</source>
        <translation>Ihn als Besitzer/Name schreiben.</translation>
    </message>
    <message>
        <source>{host} refuses access to {repo}.</source>
        <translation>{host} verweigert den Zugang zu {repo}.</translation>
    </message>
    <message>
        <source>Sign in again with “hf auth login”, or correct HF_TOKEN.</source>
        <translation>Noch einmal mit „hf auth login“ anmelden oder HF_TOKEN berichtigen.</translation>
    </message>
    <message>
        <source>{host} cannot be reached.</source>
        <translation>{host} ist nicht zu erreichen.</translation>
    </message>
    <message>
        <source>Check the network (and HTTPS_PROXY or HF_ENDPOINT, if set), then go on; what has been downloaded is kept.</source>
        <translation>Das Netz prüfen (und HTTPS_PROXY oder HF_ENDPOINT, wenn gesetzt), dann fortsetzen; was schon geladen ist, bleibt.</translation>
    </message>
</context>
<context>
    <name>KeyBindings</name>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>This is no JSON file.</source>
        <translation>Das ist keine JSON-Datei.</translation>
    </message>
    <message>
        <source>This file holds no keys.</source>
        <translation>Diese Datei enthält keine Tasten.</translation>
    </message>
    <message>
        <source>“{key}” in this file is no key.</source>
        <translation>„{key}“ in dieser Datei ist keine Taste.</translation>
    </message>
</context>
<context>
    <name>KeyEditor</name>
    <message>
        <source>Add a key</source>
        <translation>Taste hinzufügen</translation>
    </message>
    <message>
        <source>Press the new key</source>
        <translation>Die neue Taste drücken</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Neu vergeben</translation>
    </message>
    <message>
        <source>Keep both off</source>
        <translation>Beiden nehmen</translation>
    </message>
    <message>
        <source>Leave it</source>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>ships with {keys}</source>
        <translation>ab Werk {keys}</translation>
    </message>
    <message>
        <source>Take {key} away</source>
        <translation>{key} wegnehmen</translation>
    </message>
    <message>
        <source>{title} has {key} already.</source>
        <translation>{title} hat {key} schon.</translation>
    </message>
    <message>
        <source>{key} is needed for writing. Press it with Ctrl or Alt.</source>
        <translation>{key} wird zum Schreiben gebraucht. Zusammen mit Strg oder Alt drücken.</translation>
    </message>
    <message>
        <source>{key} belongs to {title}.</source>
        <translation>{key} gehört zu {title}.</translation>
    </message>
    <message>
        <source>{key} gets in the way of {other}, which belongs to {title}.</source>
        <translation>{key} kommt {other} in die Quere, das zu {title} gehört.</translation>
    </message>
</context>
<context>
    <name>KeySettings</name>
    <message>
        <source>Find a command by its name or key</source>
        <translation>Befehl nach Namen oder Taste suchen</translation>
    </message>
    <message>
        <source>Press the key you look for</source>
        <translation>Die gesuchte Taste drücken</translation>
    </message>
    <message>
        <source>Press a key</source>
        <translation>Taste drücken</translation>
    </message>
    <message>
        <source>Find the command that a key runs</source>
        <translation>Den Befehl suchen, den eine Taste ausführt</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>All keys are as they ship.</source>
        <translation>Alle Tasten sind wie ab Werk.</translation>
    </message>
    <message>
        <source>Import keys</source>
        <translation>Tasten importieren</translation>
    </message>
    <message>
        <source>Keys (*.json)</source>
        <translation>Tasten (*.json)</translation>
    </message>
    <message>
        <source>The keys are as they were. {reason}</source>
        <translation>Die Tasten sind, wie sie waren. {reason}</translation>
    </message>
    <message>
        <source>The keys of {file} are in use.</source>
        <translation>Die Tasten aus {file} gelten jetzt.</translation>
    </message>
    <message>
        <source>Unknown here: {commands}.</source>
        <translation>Hier unbekannt: {commands}.</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>Tasten exportieren</translation>
    </message>
    <message>
        <source>The keys could not be written. {reason}</source>
        <translation>Die Tasten konnten nicht geschrieben werden. {reason}</translation>
    </message>
    <message>
        <source>The keys are in {file}.</source>
        <translation>Die Tasten stehen in {file}.</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Find a command or a key</source>
        <translation>Befehl oder Taste suchen</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>No command or key is called that.</source>
        <translation>Kein Befehl und keine Taste heißt so.</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>Liste kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>Plain Text</source>
        <translation>Einfacher Text</translation>
    </message>
    <message>
        <source>Plain Code</source>
        <translation>Einfacher Code</translation>
    </message>
</context>
<context>
    <name>Loader</name>
    <message>
        <source>There is not enough memory to open {name}.</source>
        <translation>Der Speicher reicht nicht, um {name} zu öffnen.</translation>
    </message>
    <message>
        <source>Close other programs, or open a part of it.</source>
        <translation>Andere Programme schließen, oder nur einen Teil öffnen.</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source>Palimpsest stopped unexpectedly last time ({reason}).</source>
        <translation>Palimpsest hat letztes Mal unerwartet aufgehört ({reason}).</translation>
    </message>
    <message>
        <source>Palimpsest was not closed properly last time.</source>
        <translation>Palimpsest wurde letztes Mal nicht richtig beendet.</translation>
    </message>
</context>
<context>
    <name>ModelList</name>
    <message>
        <source>The embedded model</source>
        <translation>Das eingebaute Modell</translation>
    </message>
    <message>
        <source>ships with Palimpsest · fits everywhere</source>
        <translation>gehört zu Palimpsest · passt überall</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>unvollständig</translation>
    </message>
    <message>
        <source>Its download is not finished. Go on with it below.</source>
        <translation>Der Download ist nicht fertig. Er lässt sich unten fortsetzen.</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>Models on this computer</source>
        <translation>Modelle auf diesem Rechner</translation>
    </message>
</context>
<context>
    <name>ModelManager</name>
    <message>
        <source>{number} parameters</source>
        <translation>{number} Parameter</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>Dieses Modell verwenden</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>Ein Ordner …</translation>
    </message>
    <message>
        <source>Use a model in another folder</source>
        <translation>Ein Modell in einem anderen Ordner verwenden</translation>
    </message>
    <message>
        <source>A GGUF file…</source>
        <translation>Eine GGUF-Datei …</translation>
    </message>
    <message>
        <source>Use a GGUF file in another folder</source>
        <translation>Eine GGUF-Datei in einem anderen Ordner verwenden</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Look for models again</source>
        <translation>Noch einmal nach Modellen suchen</translation>
    </message>
    <message>
        <source>Opening the model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop opening the model</source>
        <translation>Öffnen des Modells anhalten</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>wird angehalten</translation>
    </message>
    <message>
        <source>Looking for models…</source>
        <translation>Modelle werden gesucht …</translation>
    </message>
    <message>
        <source>No DiffusionGemma has been found on this computer yet. What Hugging Face, LM Studio, llama.cpp or a folder of yours holds is listed here; or download one below.</source>
        <translation>Auf diesem Rechner ist noch kein DiffusionGemma. Was bei Hugging Face, LM Studio, llama.cpp oder in einem eigenen Ordner liegt, steht hier; oder unten eines herunterladen.</translation>
    </message>
    <message>
        <source>There is no DiffusionGemma in {path}. Choose another one, or download one below.</source>
        <translation>In {path} ist kein DiffusionGemma. Einen anderen Ort wählen oder unten eines herunterladen.</translation>
    </message>
    <message>
        <source>Stopped. The model that was in use before is used again.</source>
        <translation>Angehalten. Das Modell von vorher ist wieder in Gebrauch.</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>A folder with a DiffusionGemma checkpoint</source>
        <translation>Ein Ordner mit einem DiffusionGemma-Checkpoint</translation>
    </message>
    <message>
        <source>GGUF files</source>
        <translation>GGUF-Dateien</translation>
    </message>
    <message>
        <source>A GGUF file of DiffusionGemma</source>
        <translation>Eine GGUF-Datei von DiffusionGemma</translation>
    </message>
    <message>
        <source>opening the model</source>
        <translation>Modell wird geöffnet</translation>
    </message>
    <message>
        <source>The embedded model</source>
        <translation>Das eingebaute Modell</translation>
    </message>
    <message>
        <source>opened when it is first needed</source>
        <translation>wird geöffnet, sobald es gebraucht wird</translation>
    </message>
    <message>
        <source>in use · {size} · on {device}</source>
        <translation>in Gebrauch · {size} · auf {device}</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>It takes the place of the one of this name.</source>
        <translation>Tritt an die Stelle der Vorlage dieses Namens.</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
    <message>
        <source>1 more</source>
        <translation>1 weiterer</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>{count} weitere</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Write, or open a file with Ctrl+O. Select something and press Ctrl+K to regenerate it.</source>
        <translation>Losschreiben, oder mit Strg+O eine Datei öffnen. Etwas auswählen und Strg+K drücken, um es neu zu schreiben.</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
</context>
<context>
    <name>PageStatus</name>
    <message>
        <source>embedded model</source>
        <translation>eingebautes Modell</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>in Gebrauch</translation>
    </message>
    <message>
        <source>Nothing here is called that.</source>
        <translation>Hier heißt nichts so.</translation>
    </message>
    <message>
        <source>{shown} of {all} are shown. Type a few letters of the one you look for.</source>
        <translation>{shown} von {all} sind zu sehen. Ein paar Buchstaben des Gesuchten eingeben.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>an</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>not available now</source>
        <translation>jetzt nicht verfügbar</translation>
    </message>
</context>
<context>
    <name>PanelHistory</name>
    <message>
        <source>Texts are shown on the page once its draft is answered.</source>
        <translation>Die Texte sind auf der Seite zu sehen, sobald ihr Entwurf beantwortet ist.</translation>
    </message>
</context>
<context>
    <name>PassCurves</name>
    <message>
        <source>Entropy, accepted and changed cells over the passes</source>
        <translation>Entropie, übernommene und geänderte Zellen über die Durchgänge</translation>
    </message>
    <message>
        <source>Pass {number}: entropy {entropy} nats, {accepted} accepted, {changed} changed</source>
        <translation>Durchgang {number}: Entropie {entropy} nat, {accepted} übernommen, {changed} geändert</translation>
    </message>
    <message>
        <source>entropy {value} nats</source>
        <translation>Entropie {value} nat</translation>
    </message>
    <message>
        <source>accepted {count}</source>
        <translation>übernommen {count}</translation>
    </message>
    <message>
        <source>changed {count}</source>
        <translation>geändert {count}</translation>
    </message>
</context>
<context>
    <name>PassSlider</name>
    <message>
        <source>Pass</source>
        <translation>Durchgang</translation>
    </message>
</context>
<context>
    <name>Past</name>
    <message>
        <source>On the page for a look: {text}</source>
        <translation>Zum Ansehen auf der Seite: {text}</translation>
    </message>
    <message>
        <source>The document as it is.</source>
        <translation>Das Dokument, wie es ist.</translation>
    </message>
    <message>
        <source>Applied.</source>
        <translation>Eingesetzt.</translation>
    </message>
    <message>
        <source>The place of this run has changed too much.</source>
        <translation>Die Stelle dieses Laufs hat sich zu sehr geändert.</translation>
    </message>
    <message>
        <source>Answer the draft on the page first.</source>
        <translation>Erst den Entwurf auf der Seite beantworten.</translation>
    </message>
</context>
<context>
    <name>PresetMenu</name>
    <message>
        <source>Yours</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Choose a preset</source>
        <translation>Vorlage wählen</translation>
    </message>
    <message>
        <source>There is no preset number {number} of yours yet.</source>
        <translation>Eine eigene Vorlage mit der Nummer {number} gibt es noch nicht.</translation>
    </message>
    <message>
        <source>The preset “{name}” is kept.</source>
        <translation>Die Vorlage „{name}“ ist gesichert.</translation>
    </message>
    <message>
        <source>Keep these settings as a preset</source>
        <translation>Diese Einstellungen als Vorlage sichern</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Sichern</translation>
    </message>
    <message>
        <source>Rename the preset “{name}”</source>
        <translation>Die Vorlage „{name}“ umbenennen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Rename which preset?</source>
        <translation>Welche Vorlage umbenennen?</translation>
    </message>
    <message>
        <source>The preset “{name}” is deleted.</source>
        <translation>Die Vorlage „{name}“ ist gelöscht.</translation>
    </message>
    <message>
        <source>Delete “{name}”</source>
        <translation>„{name}“ löschen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Delete this preset?</source>
        <translation>Diese Vorlage löschen?</translation>
    </message>
    <message>
        <source>Delete which preset?</source>
        <translation>Welche Vorlage löschen?</translation>
    </message>
    <message>
        <source>Import presets</source>
        <translation>Vorlagen importieren</translation>
    </message>
    <message>
        <source>Presets (*.json)</source>
        <translation>Vorlagen (*.json)</translation>
    </message>
    <message>
        <source>The presets are as they were. {reason}</source>
        <translation>Die Vorlagen sind, wie sie waren. {reason}</translation>
    </message>
    <message>
        <source>One preset was taken in.</source>
        <translation>Eine Vorlage wurde aufgenommen.</translation>
    </message>
    <message>
        <source>{count} presets were taken in.</source>
        <translation>{count} Vorlagen wurden aufgenommen.</translation>
    </message>
    <message>
        <source>Export presets</source>
        <translation>Vorlagen exportieren</translation>
    </message>
    <message>
        <source>The presets could not be written: {reason}.</source>
        <translation>Die Vorlagen konnten nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>The presets are in {file}.</source>
        <translation>Die Vorlagen stehen in {file}.</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Keep These Settings…</source>
        <translation>Diese Einstellungen sichern …</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Umbenennen …</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren …</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren …</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
    <message>
        <source>{count} tokens</source>
        <translation>{count} Token</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>A name has 1 to {most} characters, in one line.</source>
        <translation>Ein Name hat 1 bis {most} Zeichen in einer Zeile.</translation>
    </message>
    <message>
        <source>The preset “{name}” is not as a preset should be: {field}.</source>
        <translation>Die Vorlage „{name}“ ist nicht, wie eine Vorlage sein soll: {field}.</translation>
    </message>
    <message>
        <source>The file is no JSON.</source>
        <translation>Die Datei ist kein JSON.</translation>
    </message>
    <message>
        <source>The file holds no presets.</source>
        <translation>Die Datei enthält keine Vorlagen.</translation>
    </message>
    <message>
        <source>The file was written by a newer version of Palimpsest.</source>
        <translation>Die Datei stammt von einer neueren Version von Palimpsest.</translation>
    </message>
    <message>
        <source>The file holds more than {most} presets.</source>
        <translation>Die Datei enthält mehr als {most} Vorlagen.</translation>
    </message>
    <message>
        <source>The file cannot be read: {reason}.</source>
        <translation>Die Datei kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The file is too large to hold presets.</source>
        <translation>Die Datei ist zu groß für Vorlagen.</translation>
    </message>
    <message>
        <source>The file is no text.</source>
        <translation>Die Datei ist kein Text.</translation>
    </message>
    <message>
        <source>The file holds a preset without a name.</source>
        <translation>Die Datei enthält eine Vorlage ohne Namen.</translation>
    </message>
    <message>
        <source>Not more than {most} presets can be kept; with those of this file there were {count}.</source>
        <translation>Mehr als {most} Vorlagen lassen sich nicht sichern; mit denen dieser Datei wären es {count}.</translation>
    </message>
    <message>
        <source>It was kept as {path}.</source>
        <translation>Sie ist als {path} aufgehoben.</translation>
    </message>
    <message>
        <source>Your presets could not be read.</source>
        <translation>Die eigenen Vorlagen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Not more than {most} presets can be kept.</source>
        <translation>Mehr als {most} Vorlagen lassen sich nicht sichern.</translation>
    </message>
    <message>
        <source>Your presets could not be written. {reason}</source>
        <translation>Die eigenen Vorlagen konnten nicht geschrieben werden. {reason}</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>{doing} {percent}%</source>
        <translation>{doing} {percent}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Instruction</source>
        <translation>Anweisung</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>Modelle …</translation>
    </message>
    <message>
        <source>Instructions and settings to choose from</source>
        <translation>Anweisungen und Einstellungen zur Wahl</translation>
    </message>
    <message>
        <source>Previous draft</source>
        <translation>Voriger Entwurf</translation>
    </message>
    <message>
        <source>Next draft</source>
        <translation>Nächster Entwurf</translation>
    </message>
    <message>
        <source>Show what the draft inserts and deletes</source>
        <translation>Zeigen, was der Entwurf einfügt und was er löscht</translation>
    </message>
    <message>
        <source>Compare the drafts and the original side by side</source>
        <translation>Entwürfe und Original nebeneinander vergleichen</translation>
    </message>
    <message>
        <source>Hold {key} to see the original in its place.</source>
        <translation>{key} halten, um das Original an seiner Stelle zu sehen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Try again  {key}</source>
        <translation>Noch einmal  {key}</translation>
    </message>
    <message>
        <source>Use a model that follows instructions</source>
        <translation>Ein Modell verwenden, das Anweisungen folgt</translation>
    </message>
    <message>
        <source>Same settings, new seed</source>
        <translation>Gleiche Einstellungen, neuer Startwert</translation>
    </message>
    <message>
        <source>Close  Esc</source>
        <translation>Schließen  Esc</translation>
    </message>
    <message>
        <source>Regenerate  ↵</source>
        <translation>Neu schreiben  ↵</translation>
    </message>
    <message>
        <source>not heeded by this model</source>
        <translation>dieses Modell beachtet das nicht</translation>
    </message>
    <message>
        <source>Stop  Esc</source>
        <translation>Anhalten  Esc</translation>
    </message>
    <message>
        <source>Accept  ↵</source>
        <translation>Übernehmen  ↵</translation>
    </message>
    <message>
        <source>Queue  ↵</source>
        <translation>Einreihen  ↵</translation>
    </message>
    <message>
        <source>Go on with this  ↵</source>
        <translation>Damit weiter  ↵</translation>
    </message>
    <message>
        <source>Try again  ↵</source>
        <translation>Noch einmal  ↵</translation>
    </message>
    <message>
        <source>Write  ↵</source>
        <translation>Schreiben  ↵</translation>
    </message>
    <message>
        <source>Fill  ↵</source>
        <translation>Füllen  ↵</translation>
    </message>
    <message>
        <source>Discard  Esc</source>
        <translation>Verwerfen  Esc</translation>
    </message>
</context>
<context>
    <name>QKeySequenceEdit</name>
    <message>
        <source>Press shortcut</source>
        <translation>Taste drücken</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>Palimpsest did not close properly</source>
        <translation>Palimpsest wurde nicht richtig beendet</translation>
    </message>
    <message>
        <source>What went wrong is written in {path}</source>
        <translation>Was schiefging, steht in {path}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Nothing was unsaved. Your pages are open again.</source>
        <translation>Nichts war ungespeichert. Die Seiten sind wieder offen.</translation>
    </message>
    <message>
        <source>Everything is back as it was {time}.</source>
        <translation>Alles ist wieder da, wie es {time} war.</translation>
    </message>
    <message>
        <source>Your text is back, but the disk has lost the end of what is marked below.</source>
        <translation>Der Text ist wieder da, doch wo es unten steht, hat der Datenträger das Ende verloren.</translation>
    </message>
</context>
<context>
    <name>Regeneration</name>
    <message>
        <source>other settings</source>
        <translation>andere Einstellungen</translation>
    </message>
    <message>
        <source>1 hole</source>
        <translation>1 Lücke</translation>
    </message>
    <message>
        <source>{count} holes</source>
        <translation>{count} Lücken</translation>
    </message>
    <message>
        <source>1 pin</source>
        <translation>1 angeheftet</translation>
    </message>
    <message>
        <source>{count} pins</source>
        <translation>{count} angeheftet</translation>
    </message>
    <message>
        <source>filled in {count} parts</source>
        <translation>in {count} Teilen gefüllt</translation>
    </message>
    <message>
        <source>{count} waiting</source>
        <translation>{count} in der Reihe</translation>
    </message>
</context>
<context>
    <name>Run</name>
    <message>
        <source>preparing</source>
        <translation>wird vorbereitet</translation>
    </message>
    <message>
        <source>part {number} of {count}</source>
        <translation>Teil {number} von {count}</translation>
    </message>
    <message>
        <source>pass {number} of {limit}</source>
        <translation>Durchgang {number} von {limit}</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>draft {counter}</source>
        <translation>Entwurf {counter}</translation>
    </message>
    <message>
        <source>draft</source>
        <translation>Entwurf</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>{name} was changed by another program.</source>
        <translation>{name} wurde von einem anderen Programm geändert.</translation>
    </message>
    <message>
        <source>Nothing was written. Compare, reload it, or save over it.</source>
        <translation>Nichts wurde geschrieben. Vergleichen, neu lesen oder überschreiben.</translation>
    </message>
    <message>
        <source>{name} cannot be saved: there is a folder of this name.</source>
        <translation>{name} kann nicht gespeichert werden: Ein Ordner heißt so.</translation>
    </message>
    <message>
        <source>Save under another name.</source>
        <translation>Unter einem anderen Namen speichern.</translation>
    </message>
    <message>
        <source>{name} cannot be saved: it is not an ordinary file.</source>
        <translation>{name} kann nicht gespeichert werden: Es ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>{name} cannot be saved: it is read-only.</source>
        <translation>{name} kann nicht gespeichert werden: Die Datei ist schreibgeschützt.</translation>
    </message>
    <message>
        <source>Allow writing in the properties of the file, or save under another name.</source>
        <translation>Das Schreiben in den Eigenschaften der Datei erlauben, oder unter einem anderen Namen speichern.</translation>
    </message>
    <message>
        <source>{name} cannot be saved, and is damaged: {reason}.</source>
        <translation>{name} kann nicht gespeichert werden und ist beschädigt: {reason}.</translation>
    </message>
    <message>
        <source>What it held before lies in {backup}. Save under another name.</source>
        <translation>Was vorher darin stand, liegt in {backup}. Unter einem anderen Namen speichern.</translation>
    </message>
    <message>
        <source>{name} cannot be saved: {reason}.</source>
        <translation>{name} kann nicht gespeichert werden: {reason}.</translation>
    </message>
    <message>
        <source>The file is as it was. Make room on the disk, or save in another folder.</source>
        <translation>Die Datei ist, wie sie war. Platz auf dem Datenträger schaffen, oder in einem anderen Ordner speichern.</translation>
    </message>
    <message>
        <source>Save under a shorter name.</source>
        <translation>Unter einem kürzeren Namen speichern.</translation>
    </message>
    <message>
        <source>Its folder is gone. Save in another folder.</source>
        <translation>Der Ordner ist nicht mehr da. In einem anderen Ordner speichern.</translation>
    </message>
    <message>
        <source>The file is as it was. Save in a folder that you may write to.</source>
        <translation>Die Datei ist, wie sie war. In einem Ordner speichern, in den geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Check the disk or the connection to it, then save again or elsewhere.</source>
        <translation>Den Datenträger oder die Verbindung zu ihm prüfen, dann erneut oder woanders speichern.</translation>
    </message>
    <message>
        <source>The file is as it was. Save under another name or in another folder.</source>
        <translation>Die Datei ist, wie sie war. Unter einem anderen Namen oder in einem anderen Ordner speichern.</translation>
    </message>
</context>
<context>
    <name>Scrubber</name>
    <message>
        <source>First pass (Home)</source>
        <translation>Erster Durchgang (Pos1)</translation>
    </message>
    <message>
        <source>Pass before (←)</source>
        <translation>Durchgang davor (←)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Next pass (→)</source>
        <translation>Nächster Durchgang (→)</translation>
    </message>
    <message>
        <source>Last pass (End)</source>
        <translation>Letzter Durchgang (Ende)</translation>
    </message>
    <message>
        <source>Play again and again</source>
        <translation>Immer wieder abspielen</translation>
    </message>
    <message>
        <source>Passes per second</source>
        <translation>Durchgänge je Sekunde</translation>
    </message>
    <message>
        <source>{rate} / s</source>
        <translation>{rate} / s</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Pause (Leertaste)</translation>
    </message>
</context>
<context>
    <name>Searcher</name>
    <message>
        <source>A draft has come meanwhile and nothing was replaced. Try again.</source>
        <translation>Inzwischen ist ein Entwurf gekommen, und nichts wurde ersetzt. Noch einmal versuchen.</translation>
    </message>
</context>
<context>
    <name>SeedDial</name>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Lock the seed</source>
        <translation>Startwert festhalten</translation>
    </message>
    <message>
        <source>Throw the dice: another seed for the next run</source>
        <translation>Würfeln: ein anderer Startwert für den nächsten Lauf</translation>
    </message>
    <message>
        <source>Throw the dice</source>
        <translation>Würfeln</translation>
    </message>
    <message>
        <source>Locked: every run has the seed {seed}, and the same settings give the same drafts</source>
        <translation>Festgehalten: Jeder Lauf hat den Startwert {seed}, und gleiche Einstellungen geben gleiche Entwürfe</translation>
    </message>
    <message>
        <source>Not locked: every run draws a fresh seed. Lock to keep the number</source>
        <translation>Nicht festgehalten: Jeder Lauf zieht einen neuen Startwert. Festhalten behält die Zahl</translation>
    </message>
    <message>
        <source>The next run has the seed {seed}, those after it fresh ones. Lock to keep the number</source>
        <translation>Der nächste Lauf hat den Startwert {seed}, spätere haben neue. Festhalten behält die Zahl</translation>
    </message>
</context>
<context>
    <name>SessionKeeper</name>
    <message>
        <source>Some unsaved changes cannot be read. What is left of them lies in {folder}.</source>
        <translation>Einige ungespeicherte Änderungen lassen sich nicht lesen. Was davon übrig ist, liegt in {folder}.</translation>
    </message>
    <message>
        <source>Unsaved changes cannot be kept safe: {reason}. Save your work often; look for free space in {folder}.</source>
        <translation>Ungespeicherte Änderungen lassen sich nicht sichern: {reason}. Oft speichern, und in {folder} nach freiem Platz sehen.</translation>
    </message>
</context>
<context>
    <name>SessionLink</name>
    <message>
        <source>Save your work under a name now.</source>
        <translation>Die Arbeit jetzt unter einem Namen speichern.</translation>
    </message>
    <message>
        <source>All texts are kept as of {time}.</source>
        <translation>Alle Texte sind gesichert, Stand {time}.</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Reset {title}</source>
        <translation>„{title}“ zurücksetzen</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>it is no JSON: {error}</source>
        <translation>sie kein JSON ist: {error}</translation>
    </message>
    <message>
        <source>it is no JSON object</source>
        <translation>sie kein JSON-Objekt ist</translation>
    </message>
    <message>
        <source>it cannot be read: {error}</source>
        <translation>sie sich nicht lesen lässt: {error}</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Groups of settings</source>
        <translation>Gruppen von Einstellungen</translation>
    </message>
    <message>
        <source>Open the settings file</source>
        <translation>Einstellungsdatei öffnen</translation>
    </message>
    <message>
        <source>Changes apply at once.</source>
        <translation>Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>1 command among the keys</source>
        <translation>1 Befehl unter den Tasten</translation>
    </message>
    <message>
        <source>{count} commands among the keys</source>
        <translation>{count} Befehle unter den Tasten</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>No setting is called that.</source>
        <translation>Keine Einstellung heißt so.</translation>
    </message>
</context>
<context>
    <name>SettingsStore</name>
    <message>
        <source>The settings file is not used, because {reason}. Mend {path}; it is kept aside when a setting changes.</source>
        <translation>Die Einstellungsdatei wird nicht verwendet, weil {reason}. Zu berichtigen ist {path}; ändert sich eine Einstellung, wird sie beiseitegelegt.</translation>
    </message>
    <message>
        <source>The settings file was not used, because {reason}. The settings are as they ship; the old file is {path}.</source>
        <translation>Die Einstellungsdatei wurde nicht verwendet, weil {reason}. Die Einstellungen sind wie ab Werk; die alte Datei ist {path}.</translation>
    </message>
</context>
<context>
    <name>SettingsTable</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu schreiben</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Font for prose</source>
        <translation>Schrift für Prosa</translation>
    </message>
    <message>
        <source>The letters of stories, letters and notes.</source>
        <translation>Für Geschichten, Briefe und Notizen.</translation>
    </message>
    <message>
        <source>typeface family serif</source>
        <translation>Schriftart Familie Serifen Font</translation>
    </message>
    <message>
        <source>Size of prose</source>
        <translation>Schriftgröße für Prosa</translation>
    </message>
    <message>
        <source>How large the letters of prose are before zooming.</source>
        <translation>Wie groß Prosa ohne Zoom ist.</translation>
    </message>
    <message>
        <source> pt</source>
        <translation>&#xa0;pt</translation>
    </message>
    <message>
        <source>font points</source>
        <translation>Font Punkt</translation>
    </message>
    <message>
        <source>Length of a line</source>
        <translation>Länge einer Zeile</translation>
    </message>
    <message>
        <source>How many characters a line of prose holds before it wraps.</source>
        <translation>Wie viele Zeichen eine Zeile Prosa fasst, bevor sie umbricht.</translation>
    </message>
    <message>
        <source> characters</source>
        <translation> Zeichen</translation>
    </message>
    <message>
        <source>measure column width text</source>
        <translation>Satzspiegel Spalte Breite Text</translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation>Lange Zeilen umbrechen</translation>
    </message>
    <message>
        <source>Where a line that is too long goes on. The text itself is not changed.</source>
        <translation>Wo eine zu lange Zeile weitergeht. Der Text selbst bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Prose only</source>
        <translation>Nur Prosa</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>At the window’s edge</source>
        <translation>Am Fensterrand</translation>
    </message>
    <message>
        <source>At a column</source>
        <translation>An einer Spalte</translation>
    </message>
    <message>
        <source>soft break</source>
        <translation>Umbruch Zeilenumbruch weich</translation>
    </message>
    <message>
        <source>Column to wrap at</source>
        <translation>Spalte für den Umbruch</translation>
    </message>
    <message>
        <source>Used where long lines wrap at a column.</source>
        <translation>Gilt, wo lange Zeilen an einer Spalte umbrechen.</translation>
    </message>
    <message>
        <source>soft break width</source>
        <translation>Umbruch weich Breite</translation>
    </message>
    <message>
        <source>Line numbers</source>
        <translation>Zeilennummern</translation>
    </message>
    <message>
        <source>The numbers beside the text.</source>
        <translation>Die Nummern neben dem Text.</translation>
    </message>
    <message>
        <source>Code only</source>
        <translation>Nur Code</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>gutter margin</source>
        <translation>Rand Leiste</translation>
    </message>
    <message>
        <source>Mark the current line</source>
        <translation>Aktuelle Zeile hervorheben</translation>
    </message>
    <message>
        <source>A faint band behind the line of the caret.</source>
        <translation>Ein zartes Band hinter der Zeile mit der Schreibmarke.</translation>
    </message>
    <message>
        <source>highlight cursor</source>
        <translation>markieren Cursor</translation>
    </message>
    <message>
        <source>Font for code</source>
        <translation>Schrift für Code</translation>
    </message>
    <message>
        <source>Only fonts whose letters are all of one width are listed.</source>
        <translation>Zur Wahl stehen nur Schriften mit gleich breiten Zeichen.</translation>
    </message>
    <message>
        <source>typeface family monospace</source>
        <translation>Schriftart Familie Festbreite Font</translation>
    </message>
    <message>
        <source>Size of code</source>
        <translation>Schriftgröße für Code</translation>
    </message>
    <message>
        <source>How large the letters of code are before zooming.</source>
        <translation>Wie groß Code ohne Zoom ist.</translation>
    </message>
    <message>
        <source>Highlight syntax</source>
        <translation>Syntax hervorheben</translation>
    </message>
    <message>
        <source>Tell keywords, strings, comments and headings apart.</source>
        <translation>Unterscheidet Schlüsselwörter, Zeichenketten, Kommentare und Überschriften.</translation>
    </message>
    <message>
        <source>colour color markdown</source>
        <translation>Farbe Farben Markdown</translation>
    </message>
    <message>
        <source>Width of a tab</source>
        <translation>Breite eines Tabulators</translation>
    </message>
    <message>
        <source>How many columns one step of indentation takes.</source>
        <translation>Wie viele Spalten eine Stufe des Einzugs einnimmt.</translation>
    </message>
    <message>
        <source> columns</source>
        <translation> Spalten</translation>
    </message>
    <message>
        <source>indent spaces size</source>
        <translation>Einrückung Leerzeichen Größe</translation>
    </message>
    <message>
        <source>Indent with</source>
        <translation>Einrücken mit</translation>
    </message>
    <message>
        <source>What the Tab key inserts.</source>
        <translation>Was die Tabulatortaste einfügt.</translation>
    </message>
    <message>
        <source>What the document uses</source>
        <translation>Was im Dokument steht</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>Leerzeichen</translation>
    </message>
    <message>
        <source>Tabs</source>
        <translation>Tabulatoren</translation>
    </message>
    <message>
        <source>tab spaces indentation</source>
        <translation>Tab Leerzeichen Einrückung</translation>
    </message>
    <message>
        <source>Indent new lines</source>
        <translation>Neue Zeilen einrücken</translation>
    </message>
    <message>
        <source>A new line begins where the one before it did.</source>
        <translation>Eine neue Zeile beginnt, wo die vorige begann.</translation>
    </message>
    <message>
        <source>automatic indentation</source>
        <translation>automatisch Einrückung Einzug</translation>
    </message>
    <message>
        <source>Close brackets and quotes</source>
        <translation>Klammern und Anführungen schließen</translation>
    </message>
    <message>
        <source>The second of a pair is put in as the first is typed.</source>
        <translation>Mit dem ersten Zeichen eines Paares kommt auch das zweite.</translation>
    </message>
    <message>
        <source>automatic parentheses pairs</source>
        <translation>automatisch Klammer Paare</translation>
    </message>
    <message>
        <source>Show the other bracket</source>
        <translation>Gegenklammer zeigen</translation>
    </message>
    <message>
        <source>Mark the bracket that belongs to the one beside the caret.</source>
        <translation>Hebt die Klammer hervor, die zu der neben der Schreibmarke gehört.</translation>
    </message>
    <message>
        <source>match parentheses pairs highlight</source>
        <translation>Klammern Paare passend hervorheben</translation>
    </message>
    <message>
        <source>Indentation guides</source>
        <translation>Einzugslinien</translation>
    </message>
    <message>
        <source>Thin lines that show how deep a block is.</source>
        <translation>Dünne Linien, die zeigen, wie tief ein Block steht.</translation>
    </message>
    <message>
        <source>Show white space</source>
        <translation>Leerraum zeigen</translation>
    </message>
    <message>
        <source>Dots for spaces, arrows for tabs.</source>
        <translation>Punkte für Leerzeichen, Pfeile für Tabulatoren.</translation>
    </message>
    <message>
        <source>invisible characters whitespace</source>
        <translation>unsichtbare Zeichen Leerzeichen</translation>
    </message>
    <message>
        <source>Line at a column</source>
        <translation>Linie an einer Spalte</translation>
    </message>
    <message>
        <source>A thin line after so many characters.</source>
        <translation>Eine dünne Linie nach so vielen Zeichen.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>ruler margin edge print</source>
        <translation>Lineal Rand Kante Druck</translation>
    </message>
    <message>
        <source>Check spelling</source>
        <translation>Rechtschreibung prüfen</translation>
    </message>
    <message>
        <source>Underline words that the dictionary does not know.</source>
        <translation>Unterstreicht Wörter, die das Wörterbuch nicht kennt.</translation>
    </message>
    <message>
        <source>spell checker mistakes</source>
        <translation>Schreibfehler Prüfung Tippfehler</translation>
    </message>
    <message>
        <source>Dictionary</source>
        <translation>Wörterbuch</translation>
    </message>
    <message>
        <source>The language in which words are checked.</source>
        <translation>Die Sprache, in der Wörter geprüft werden.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>spelling language</source>
        <translation>Rechtschreibung Sprache</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>Konzentration</translation>
    </message>
    <message>
        <source>What stays in full ink while you write; the rest grows faint.</source>
        <translation>Was beim Schreiben ganz zu sehen bleibt; der Rest wird blass.</translation>
    </message>
    <message>
        <source>The whole page</source>
        <translation>Die ganze Seite</translation>
    </message>
    <message>
        <source>The sentence</source>
        <translation>Der Satz</translation>
    </message>
    <message>
        <source>The paragraph</source>
        <translation>Der Absatz</translation>
    </message>
    <message>
        <source>distraction dim fade</source>
        <translation>Fokus Ablenkung abdunkeln verblassen</translation>
    </message>
    <message>
        <source>Typewriter scrolling</source>
        <translation>Schreibmaschinenmodus</translation>
    </message>
    <message>
        <source>The line you write on stays in the middle of the page.</source>
        <translation>Die Zeile, an der geschrieben wird, bleibt in der Mitte der Seite.</translation>
    </message>
    <message>
        <source>centre center</source>
        <translation>Mitte zentrieren Bildlauf</translation>
    </message>
    <message>
        <source>Drafts of a run</source>
        <translation>Entwürfe je Lauf</translation>
    </message>
    <message>
        <source>How many texts you can choose from. More of them take longer.</source>
        <translation>Wie viele Texte zur Wahl stehen. Mehr davon dauern länger.</translation>
    </message>
    <message>
        <source>alternatives candidates model</source>
        <translation>Alternativen Kandidaten Modell</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>About how much of the selected text a run changes. 100 % writes it anew.</source>
        <translation>Wie viel ein Lauf am ausgewählten Text etwa ändert. 100&#xa0;% schreibt ihn neu.</translation>
    </message>
    <message>
        <source>polish rephrase rewrite noise</source>
        <translation>feilen umformulieren neu schreiben Rauschen</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Of what a run writes, beside what stood there.</source>
        <translation>Wie viel ein Lauf schreibt, verglichen mit dem, was dort stand.</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>Kürzer</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>Gleich lang</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>Länger</translation>
    </message>
    <message>
        <source>shorten expand tokens</source>
        <translation>kürzen ausbauen Token</translation>
    </message>
    <message>
        <source>Show changes</source>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>Draw a proposal with what it inserts and what it deletes.</source>
        <translation>Zeichnet in einen Entwurf ein, was er einfügt und was er löscht.</translation>
    </message>
    <message>
        <source>diff compare insertions deletions</source>
        <translation>Diff vergleichen Einfügungen Löschungen</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>Zeitlupe</translation>
    </message>
    <message>
        <source>Draw every pass, no faster than the eye can follow.</source>
        <translation>Zeichnet jeden Durchgang, und keinen schneller, als das Auge folgt.</translation>
    </message>
    <message>
        <source>speed animation watch</source>
        <translation>Tempo Animation zusehen</translation>
    </message>
    <message>
        <source>Time of a pass in slow motion</source>
        <translation>Zeit je Durchgang in Zeitlupe</translation>
    </message>
    <message>
        <source>How long each pass stands at least.</source>
        <translation>Wie lange jeder Durchgang mindestens steht.</translation>
    </message>
    <message>
        <source> ms</source>
        <translation>&#xa0;ms</translation>
    </message>
    <message>
        <source>speed milliseconds</source>
        <translation>Tempo Millisekunden</translation>
    </message>
    <message>
        <source>Go on where you stopped</source>
        <translation>Weitermachen, wo es aufhörte</translation>
    </message>
    <message>
        <source>Open what was open at the last end, with what was not saved.</source>
        <translation>Öffnet, was zuletzt offen war, auch Ungespeichertes.</translation>
    </message>
    <message>
        <source>session restore tabs start</source>
        <translation>Sitzung wiederherstellen Reiter Start</translation>
    </message>
    <message>
        <source>Remove spaces at line ends</source>
        <translation>Leerraum am Zeilenende entfernen</translation>
    </message>
    <message>
        <source>Done in the whole document when it is saved.</source>
        <translation>Geschieht beim Speichern, im ganzen Dokument.</translation>
    </message>
    <message>
        <source>trim trailing whitespace</source>
        <translation>kürzen Leerzeichen abschneiden</translation>
    </message>
    <message>
        <source>End files with a line break</source>
        <translation>Dateien mit Zeilenumbruch beenden</translation>
    </message>
    <message>
        <source>Put in when a document is saved, if it is not there.</source>
        <translation>Kommt beim Speichern hinzu, wenn er fehlt.</translation>
    </message>
    <message>
        <source>final newline</source>
        <translation>letzte Zeile Ende</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>The colours of page and frame.</source>
        <translation>Die Farben von Seite und Rahmen.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>color dark mode night</source>
        <translation>Thema dunkel Modus Nacht</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Of menus and messages. It changes at the next start.</source>
        <translation>Von Menüs und Meldungen. Sie wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>translation english german</source>
        <translation>Übersetzung Englisch Deutsch English German language</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Makes the text of every page larger or smaller.</source>
        <translation>Macht den Text aller Seiten größer oder kleiner.</translation>
    </message>
    <message>
        <source> %</source>
        <translation>&#xa0;%</translation>
    </message>
    <message>
        <source>text size scale</source>
        <translation>Textgröße Maßstab</translation>
    </message>
    <message>
        <source>Less motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>No movement while the model works; only its steps and the result.</source>
        <translation>Keine Bewegung, während das Modell arbeitet; nur seine Schritte und das Ergebnis.</translation>
    </message>
    <message>
        <source>animation reduced flicker</source>
        <translation>Animation verringert Flackern</translation>
    </message>
</context>
<context>
    <name>SideBySide</name>
    <message>
        <source>Drafts side by side</source>
        <translation>Entwürfe nebeneinander</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>New words underlined, words that are gone struck out</source>
        <translation>Neue Wörter unterstrichen, entfallene durchgestrichen</translation>
    </message>
    <message>
        <source>Nothing to compare yet.

When a regeneration proposes several texts, they will stand here side by side, with what each of them changes.</source>
        <translation>Noch nichts zu vergleichen.

Schlägt ein Lauf mehrere Texte vor, stehen sie hier nebeneinander, mit dem, was jeder von ihnen ändert.</translation>
    </message>
</context>
<context>
    <name>SpellChecker</name>
    <message>
        <source>Your own words in {path} could not be read: {reason}.</source>
        <translation>Die eigenen Wörter in {path} konnten nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>Mend that file, or move it away, and start again.</source>
        <translation>Diese Datei berichtigen oder wegräumen, und neu starten.</translation>
    </message>
    <message>
        <source>“{word}” could not be written to {path}: {reason}.</source>
        <translation>„{word}“ konnte nicht in {path} geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>It counts as right until you quit; make the file writable and add it again.</source>
        <translation>Bis zum Beenden gilt es als richtig; die Datei beschreibbar machen und das Wort noch einmal aufnehmen.</translation>
    </message>
    <message>
        <source>The spelling dictionary {path} is damaged.</source>
        <translation>Das Wörterbuch {path} ist beschädigt.</translation>
    </message>
    <message>
        <source>Install it again, or choose another language.</source>
        <translation>Noch einmal installieren, oder eine andere Sprache wählen.</translation>
    </message>
    <message>
        <source>The spelling dictionary {path} could not be read: {reason}.</source>
        <translation>Das Wörterbuch {path} konnte nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>Spelling cannot be checked: {reason}.</source>
        <translation>Die Rechtschreibung kann nicht geprüft werden: {reason}.</translation>
    </message>
    <message>
        <source>Install the package chunspell, for example with pip.</source>
        <translation>Das Paket chunspell installieren, etwa mit pip.</translation>
    </message>
</context>
<context>
    <name>Speller</name>
    <message>
        <source>There is no spelling dictionary for {language}.</source>
        <translation>Für {language} gibt es kein Wörterbuch.</translation>
    </message>
    <message>
        <source>Install one for hunspell, or choose another language.</source>
        <translation>Eines für hunspell installieren, oder eine andere Sprache wählen.</translation>
    </message>
</context>
<context>
    <name>SpellingCommands</name>
    <message>
        <source>Spelling is not checked</source>
        <translation>Rechtschreibung wird nicht geprüft</translation>
    </message>
    <message>
        <source>No misspelled word</source>
        <translation>Kein Schreibfehler</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Spelling language</source>
        <translation>Rechtschreibsprache</translation>
    </message>
    <message>
        <source>No misspelled word at the caret</source>
        <translation>Kein Schreibfehler an der Schreibmarke</translation>
    </message>
    <message>
        <source>Instead of “{word}”</source>
        <translation>Statt „{word}“</translation>
    </message>
</context>
<context>
    <name>SpellingMenu</name>
    <message>
        <source>Add to Dictionary</source>
        <translation>Ins Wörterbuch aufnehmen</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Übergehen</translation>
    </message>
    <message>
        <source>Spelling Language</source>
        <translation>Rechtschreibsprache</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Looking for suggestions…</source>
        <translation>Suche nach Vorschlägen …</translation>
    </message>
    <message>
        <source>No suggestions</source>
        <translation>Keine Vorschläge</translation>
    </message>
</context>
<context>
    <name>SpokenTime</name>
    <message>
        <source>today {time}</source>
        <translation>heute {time}</translation>
    </message>
    <message>
        <source>yesterday {time}</source>
        <translation>gestern {time}</translation>
    </message>
    <message>
        <source>d MMMM</source>
        <translation>d. MMMM</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <translation>d. MMMM yyyy</translation>
    </message>
    <message>
        <source>{day} {time}</source>
        <translation>{day} {time}</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Show what this text counts</source>
        <translation>Zeigen, was dieser Text zählt</translation>
    </message>
    <message>
        <source>Go to a line</source>
        <translation>Zu einer Zeile gehen</translation>
    </message>
    <message>
        <source>Choose what Tab inserts, and how wide it is</source>
        <translation>Wählen, was Tab einfügt und wie breit es ist</translation>
    </message>
    <message>
        <source>Reopen or save in another encoding</source>
        <translation>In anderer Kodierung neu öffnen oder speichern</translation>
    </message>
    <message>
        <source>Choose how lines end in the file</source>
        <translation>Wählen, wie Zeilen in der Datei enden</translation>
    </message>
    <message>
        <source>Choose the language of this text</source>
        <translation>Die Sprache dieses Textes wählen</translation>
    </message>
    <message>
        <source>Choose the dictionary</source>
        <translation>Das Wörterbuch wählen</translation>
    </message>
    <message>
        <source>Choose the model</source>
        <translation>Das Modell wählen</translation>
    </message>
    <message>
        <source>Ln {line}, Col {column}</source>
        <translation>Zeile {line}, Spalte {column}</translation>
    </message>
    <message>
        <source>{count} selected</source>
        <translation>{count} ausgewählt</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>{selected} of {words} words</source>
        <translation>{selected} von {words} Wörtern</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message>
        <source>{words} words</source>
        <translation>{words} Wörter</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Tabs: {width}</source>
        <translation>Tabulatoren: {width}</translation>
    </message>
    <message>
        <source>Spaces: {width}</source>
        <translation>Leerzeichen: {width}</translation>
    </message>
    <message>
        <source>Indentation</source>
        <translation>Einzug</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Line ends</source>
        <translation>Zeilenenden</translation>
    </message>
    <message>
        <source>mixed</source>
        <translation>gemischt</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>Rechtschreibung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Memory of this program: {size}</source>
        <translation>Speicher dieses Programms: {size}</translation>
    </message>
    <message>
        <source>GPU {size}</source>
        <translation>GPU {size}</translation>
    </message>
    <message>
        <source>Memory in use on the GPU: {used} of {total}</source>
        <translation>Belegter Speicher der GPU: {used} von {total}</translation>
    </message>
</context>
<context>
    <name>StopView</name>
    <message>
        <source>Stops when nothing changes and the entropy is below {low}</source>
        <translation>Hört auf, wenn sich nichts ändert und die Entropie unter {low} liegt</translation>
    </message>
    <message>
        <source>Or when no cell has taken a new token for {long} passes in a row; for {short} passes, if the entropy is below {high} or no more than {few} cells are free. A cell that swings between two tokens takes no new one.</source>
        <translation>Oder wenn {long} Durchgänge lang keine Zelle ein neues Token angenommen hat; {short} Durchgänge lang, wenn die Entropie unter {high} liegt oder höchstens {few} Zellen frei sind. Eine Zelle, die zwischen zwei Token schwankt, nimmt kein neues an.</translation>
    </message>
    <message>
        <source>How far the run is</source>
        <translation>Wie weit der Lauf ist</translation>
    </message>
    <message>
        <source>{count} changed</source>
        <translation>{count} geändert</translation>
    </message>
    <message>
        <source>nothing changed</source>
        <translation>nichts geändert</translation>
    </message>
    <message>
        <source>entropy {value}</source>
        <translation>Entropie {value}</translation>
    </message>
    <message>
        <source>no new token for {count} of {most} passes</source>
        <translation>kein neues Token seit {count} von {most} Durchgängen</translation>
    </message>
    <message>
        <source>Ended: nothing changed, entropy {value}</source>
        <translation>Zu Ende: nichts geändert, Entropie {value}</translation>
    </message>
    <message>
        <source>Ended: no new token for {count} passes, entropy {value}</source>
        <translation>Zu Ende: kein neues Token seit {count} Durchgängen, Entropie {value}</translation>
    </message>
    <message>
        <source>Ended: all {count} passes were taken, entropy {value}</source>
        <translation>Zu Ende: alle {count} Durchgänge getan, Entropie {value}</translation>
    </message>
    <message>
        <source>Ended: every draft has ended</source>
        <translation>Zu Ende: Jeder Entwurf ist fertig</translation>
    </message>
    <message>
        <source>You stopped it at entropy {value}</source>
        <translation>Angehalten bei Entropie {value}</translation>
    </message>
</context>
<context>
    <name>Tabs</name>
    <message>
        <source>Open documents</source>
        <translation>Offene Dokumente</translation>
    </message>
    <message>
        <source>Never saved</source>
        <translation>Nie gespeichert</translation>
    </message>
    <message>
        <source>{title}, changed</source>
        <translation>{title}, geändert</translation>
    </message>
</context>
<context>
    <name>Telemetry</name>
    <message>
        <source>{time} ms a pass</source>
        <translation>{time}&#xa0;ms je Durchgang</translation>
    </message>
    <message>
        <source>1 pass</source>
        <translation>1 Durchgang</translation>
    </message>
    <message>
        <source>{count} passes</source>
        <translation>{count} Durchgänge</translation>
    </message>
    <message>
        <source>{count} tokens a pass</source>
        <translation>{count} Token je Durchgang</translation>
    </message>
    <message>
        <source>prefix {percent}% reused</source>
        <translation>Präfix zu {percent}&#xa0;% wiederverwendet</translation>
    </message>
    <message>
        <source>{time} ms saved</source>
        <translation>{time} ms gespart</translation>
    </message>
    <message>
        <source>CPU {percent}%</source>
        <translation>CPU {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>GPU {percent}%</source>
        <translation>GPU {percent}&#xa0;%</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>{used} of {total} GB</source>
        <translation>{used} von {total}&#xa0;GB</translation>
    </message>
    <message>
        <source>{power} W</source>
        <translation>{power}&#xa0;W</translation>
    </message>
    <message>
        <source>{degrees} °C</source>
        <translation>{degrees}&#xa0;°C</translation>
    </message>
    <message>
        <source>{count} tok/s</source>
        <translation>{count}&#xa0;Token/s</translation>
    </message>
</context>
<context>
    <name>TelemetryView</name>
    <message>
        <source>Numbers of the run and of the machine</source>
        <translation>Zahlen des Laufs und des Rechners</translation>
    </message>
    <message>
        <source>The run</source>
        <translation>Der Lauf</translation>
    </message>
    <message>
        <source>The machine</source>
        <translation>Der Rechner</translation>
    </message>
    <message>
        <source>Speed, passes and prefix reuse are shown here once a run has begun.</source>
        <translation>Tempo, Durchgänge und wiederverwendetes Präfix stehen hier, sobald ein Lauf begonnen hat.</translation>
    </message>
</context>
<context>
    <name>TextCard</name>
    <message>
        <source>mostly new</source>
        <translation>größtenteils neu</translation>
    </message>
</context>
<context>
    <name>TextCards</name>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>{number} · best</source>
        <translation>{number} · bester</translation>
    </message>
    <message>
        <source>1 pass</source>
        <translation>1 Durchgang</translation>
    </message>
    <message>
        <source>{count} passes</source>
        <translation>{count} Durchgänge</translation>
    </message>
    <message>
        <source>1 alike left out</source>
        <translation>1 ähnlicher weggelassen</translation>
    </message>
    <message>
        <source>{n} alike left out</source>
        <translation>{n} ähnliche weggelassen</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>A very long line: drawn plainly and without colours, so that typing stays quick.</source>
        <translation>Eine sehr lange Zeile: schlicht und ohne Farben gezeichnet, damit das Tippen flink bleibt.</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>Earlier versions of {name}</source>
        <translation>Frühere Fassungen von {name}</translation>
    </message>
    <message>
        <source>Versions, newest first</source>
        <translation>Fassungen, die neueste zuerst</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Looking for earlier versions…</source>
        <translation>Suche nach früheren Fassungen …</translation>
    </message>
    <message>
        <source>No earlier versions of {name} yet.

One is kept when the file is first changed, every five minutes of writing, and at each save. They stay for {days} days.</source>
        <translation>Noch keine früheren Fassungen von {name}.

Eine wird aufgehoben, wenn die Datei zum ersten Mal geändert wird, alle fünf Minuten beim Schreiben und bei jedem Speichern. Sie bleiben {days} Tage.</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} Wörter</translation>
    </message>
    <message>
        <source>Comparing the texts…</source>
        <translation>Texte werden verglichen …</translation>
    </message>
    <message>
        <source>The texts could not be compared, but the version can be copied or restored.</source>
        <translation>Die Texte konnten nicht verglichen werden, doch die Fassung lässt sich kopieren oder wiederherstellen.</translation>
    </message>
    <message>
        <source>This version is the same as the text now.</source>
        <translation>Diese Fassung gleicht dem jetzigen Text.</translation>
    </message>
    <message>
        <source>1 change since then</source>
        <translation>1 Änderung seitdem</translation>
    </message>
    <message>
        <source>{count} changes since then</source>
        <translation>{count} Änderungen seitdem</translation>
    </message>
    <message>
        <source>Earlier version</source>
        <translation>Frühere Fassung</translation>
    </message>
    <message>
        <source>Text now</source>
        <translation>Text jetzt</translation>
    </message>
    <message>
        <source>This version cannot be read any more. Choose another one.</source>
        <translation>Diese Fassung lässt sich nicht mehr lesen. Eine andere wählen.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>WaitingMarks</name>
    <message>
        <source>Waits to be regenerated: number {number} of {count} in line</source>
        <translation>Wird noch neu geschrieben: Nummer {number} von {count} in der Reihe</translation>
    </message>
</context>
<context>
    <name>Whole</name>
    <message>
        <source>There is no text at the caret to regenerate.</source>
        <translation>An der Schreibmarke steht kein Text zum Neuschreiben.</translation>
    </message>
    <message>
        <source>Answer the draft on the page first.</source>
        <translation>Erst den Entwurf auf der Seite beantworten.</translation>
    </message>
</context>
<context>
    <name>WordMenu</name>
    <message>
        <source>The model had no other word</source>
        <translation>Das Modell hatte kein anderes Wort</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Anheften</translation>
    </message>
    <message>
        <source>Reject Word</source>
        <translation>Wort ablehnen</translation>
    </message>
    <message>
        <source>Reject Sentence</source>
        <translation>Satz ablehnen</translation>
    </message>
    <message>
        <source>Reject Line</source>
        <translation>Zeile ablehnen</translation>
    </message>
    <message>
        <source>Accept Change</source>
        <translation>Änderung übernehmen</translation>
    </message>
    <message>
        <source>Put Change Back</source>
        <translation>Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent}&#xa0;%</translation>
    </message>
</context>
<context>
    <name>WordSay</name>
    <message>
        <source>word rejected</source>
        <translation>Wort abgelehnt</translation>
    </message>
    <message>
        <source>sentence rejected</source>
        <translation>Satz abgelehnt</translation>
    </message>
    <message>
        <source>line rejected</source>
        <translation>Zeile abgelehnt</translation>
    </message>
    <message>
        <source>varied</source>
        <translation>abgewandelt</translation>
    </message>
    <message>
        <source>deletion</source>
        <translation>Löschung</translation>
    </message>
    <message>
        <source>{word}, {percent} percent, {count} others</source>
        <translation>{word}, {percent} Prozent, {count} andere</translation>
    </message>
    <message>
        <source>pin taken away</source>
        <translation>Wort gelöst</translation>
    </message>
    <message>
        <source>word pinned</source>
        <translation>Wort angeheftet</translation>
    </message>
    <message>
        <source>word chosen</source>
        <translation>Wort gewählt</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>{number} of {count}</source>
        <translation>{number} von {count}</translation>
    </message>
    <message>
        <source>{done} of {total} {unit}</source>
        <translation>{done} von {total} {unit}</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>noch weniger als eine Minute</translation>
    </message>
    <message>
        <source>1 minute left</source>
        <translation>noch 1 Minute</translation>
    </message>
    <message>
        <source>{minutes} minutes left</source>
        <translation>noch {minutes} Minuten</translation>
    </message>
    <message>
        <source>{hours} hours left</source>
        <translation>noch {hours} Stunden</translation>
    </message>
    <message>
        <source>more than a day left</source>
        <translation>noch mehr als ein Tag</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Go to {name}</source>
        <translation>Zu {name} gehen</translation>
    </message>
    <message>
        <source>Show Changes</source>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>Show the changes to {name}</source>
        <translation>Die Änderungen an {name} zeigen</translation>
    </message>
    <message>
        <source>Go Back to the File</source>
        <translation>Zurück zur Datei</translation>
    </message>
    <message>
        <source>Go back to the file of {name}</source>
        <translation>Zurück zur Datei von {name}</translation>
    </message>
    <message>
        <source>never saved</source>
        <translation>nie gespeichert</translation>
    </message>
    <message>
        <source>unsaved changes</source>
        <translation>ungespeicherte Änderungen</translation>
    </message>
    <message>
        <source>The file has been changed by another program since. Compare before you save.</source>
        <translation>Die Datei wurde seither von einem anderen Programm geändert. Vor dem Speichern vergleichen.</translation>
    </message>
    <message>
        <source>The file is no longer there. Save to write it again.</source>
        <translation>Die Datei ist nicht mehr da. Speichern schreibt sie neu.</translation>
    </message>
    <message>
        <source>The disk has lost what was typed last.</source>
        <translation>Der Datenträger hat verloren, was zuletzt getippt wurde.</translation>
    </message>
    <message>
        <source>Unsaved changes of {name}</source>
        <translation>Ungespeicherte Änderungen an {name}</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>Your text</source>
        <translation>Der eigene Text</translation>
    </message>
    <message>
        <source>Back to the file. Undo brings your text back.</source>
        <translation>Zurück zur Datei. Rückgängig bringt den eigenen Text zurück.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei kann nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>announce</name>
    <message>
        <source>Regenerating. The page keeps the original until you accept.</source>
        <translation>Wird neu geschrieben. Bis zur Übernahme behält die Seite das Original.</translation>
    </message>
    <message>
        <source>One draft. Enter accepts, Escape discards. It says: {text}</source>
        <translation>Ein Entwurf. Enter übernimmt, Escape verwirft. Er lautet: {text}</translation>
    </message>
    <message>
        <source>{count} drafts. Enter accepts, Escape discards. Draft {number}: {text}</source>
        <translation>{count} Entwürfe. Enter übernimmt, Escape verwirft. Entwurf {number}: {text}</translation>
    </message>
    <message>
        <source>Accepted.</source>
        <translation>Übernommen.</translation>
    </message>
    <message>
        <source>Discarded. The original stands.</source>
        <translation>Verworfen. Das Original bleibt.</translation>
    </message>
    <message>
        <source>Going on. Pinned: {text}</source>
        <translation>Es geht weiter. Angeheftet: {text}</translation>
    </message>
    <message>
        <source>Going on. Not pinned any more: {text}</source>
        <translation>Es geht weiter. Nicht mehr angeheftet: {text}</translation>
    </message>
    <message>
        <source>Going on: {what}.</source>
        <translation>Es geht weiter: {what}.</translation>
    </message>
    <message>
        <source>Going on.</source>
        <translation>Es geht weiter.</translation>
    </message>
    <message>
        <source>Draft {number} of {count}: {text}</source>
        <translation>Entwurf {number} von {count}: {text}</translation>
    </message>
    <message>
        <source>1 change left.</source>
        <translation>Noch 1 Änderung.</translation>
    </message>
    <message>
        <source>{count} changes left.</source>
        <translation>Noch {count} Änderungen.</translation>
    </message>
    <message>
        <source>Accepted. {left}</source>
        <translation>Übernommen. {left}</translation>
    </message>
    <message>
        <source>Put back. {left}</source>
        <translation>Zurückgenommen. {left}</translation>
    </message>
    <message>
        <source>Pinned: {text}</source>
        <translation>Angeheftet: {text}</translation>
    </message>
    <message>
        <source>Not pinned any more: {text}</source>
        <translation>Nicht mehr angeheftet: {text}</translation>
    </message>
    <message>
        <source>Waits. {count} in line.</source>
        <translation>Wartet. {count} in der Reihe.</translation>
    </message>
    <message>
        <source>Nothing waits any more.</source>
        <translation>Es wartet nichts mehr.</translation>
    </message>
    <message>
        <source>Too much waits already.</source>
        <translation>Es wartet schon zu viel.</translation>
    </message>
    <message>
        <source>Hole: {text}</source>
        <translation>Lücke: {text}</translation>
    </message>
    <message>
        <source>A hole to insert at.</source>
        <translation>Eine Lücke zum Einfügen.</translation>
    </message>
    <message>
        <source>Hole taken away.</source>
        <translation>Lücke entfernt.</translation>
    </message>
    <message>
        <source>Pin taken away.</source>
        <translation>Nicht mehr angeheftet.</translation>
    </message>
    <message>
        <source>Pins changed.</source>
        <translation>Angeheftetes geändert.</translation>
    </message>
    <message>
        <source>Holes changed.</source>
        <translation>Lücken geändert.</translation>
    </message>
    <message>
        <source>Pins left: {pins}. Holes left: {holes}.</source>
        <translation>Noch angeheftet: {pins}. Lücken: {holes}.</translation>
    </message>
</context>
<context>
    <name>cells</name>
    <message>
        <source>part of a character</source>
        <translation>Teil eines Zeichens</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>„{text}“</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>{percent} % certain</source>
        <translation>zu {percent}&#xa0;% sicher</translation>
    </message>
    <message>
        <source>{entropy} nats</source>
        <translation>{entropy}&#xa0;nat</translation>
    </message>
    <message>
        <source>{count} {state}</source>
        <translation>{count} {state}</translation>
    </message>
</context>
<context>
    <name>dialogs</name>
    <message>
        <source>Save the changes to {title}?</source>
        <translation>Änderungen an {title} speichern?</translation>
    </message>
    <message>
        <source>They are lost otherwise.</source>
        <translation>Sonst gehen sie verloren.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Save the changes to {count} documents?</source>
        <translation>Änderungen an {count} Dokumenten speichern?</translation>
    </message>
    <message>
        <source>… and {count} more</source>
        <translation>… und {count} weitere</translation>
    </message>
    <message>
        <source>Save All</source>
        <translation>Alle speichern</translation>
    </message>
    <message>
        <source>Don’t Save</source>
        <translation>Nicht speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>replace</name>
    <message>
        <source>The expression has no group {group}; a dollar sign is $$.</source>
        <translation>Der Ausdruck hat keine Gruppe {group}; ein Dollarzeichen ist $$.</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source>This expression cannot be limited to whole words.</source>
        <translation>Dieser Ausdruck lässt sich nicht auf ganze Wörter beschränken.</translation>
    </message>
    <message>
        <source>This expression is too complex for this text.</source>
        <translation>Dieser Ausdruck ist zu verwickelt für diesen Text.</translation>
    </message>
    <message>
        <source>{mistake} (at character {place}).</source>
        <translation>{mistake} (bei Zeichen {place}).</translation>
    </message>
</context>
</TS>
